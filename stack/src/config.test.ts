import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError, loadConfig } from "./config.ts";
import { PORTS } from "./ports.ts";

const problemsOf = (environment: NodeJS.ProcessEnv): string[] => {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split("\n");
    throw error;
  }
};

describe("loadConfig", () => {
  test("defaults to embedded servers on loopback and the documented ports", () => {
    expect(loadConfig({})).toMatchObject({
      listenHost: "127.0.0.1",
      ports: { dashboard: 8501, analyticsApi: 3000, sourceApi: 3001, postgres: 15432, temporal: 7233 },
      external: { databaseUrl: undefined, temporal: undefined, source: undefined },
      temporalNamespace: "default",
    });
  });

  test.each([
    [{}, true],
    [{ LISTEN_HOST: "127.0.0.2", ALLOWED_HOSTS: "", ORIGIN: "" }, true],
    [{ LISTEN_HOST: "0.0.0.0" }, false],
    [{ LISTEN_HOST: "192.168.0.7" }, false],
    [{ ALLOWED_HOSTS: "dashboard.example.com" }, false],
    [{ ORIGIN: "https://dashboard.example.com" }, false],
  ])("knows from %j whether only this machine can reach the dashboard: %j", (environment, isLocal) => {
    expect(loadConfig(environment).isLocal).toBe(isLocal);
  });

  test("treats an empty variable as unset", () => {
    expect(loadConfig({ DASHBOARD_PORT: "", DATABASE_URL: "", ENRICHMENT_MONITOR_DATA_DIR: "" })).toEqual(
      loadConfig({}),
    );
  });

  test("returns external servers unchanged", () => {
    const { external } = loadConfig({
      DATABASE_URL: "postgresql://reader:secret@db.example.com/warehouse",
      TEMPORAL_ADDRESS: "temporal.example.com:7233",
      SOURCE_API_URL: "https://source.example.com",
      SOURCE_API_KEY: "key",
    });
    expect(external).toEqual({
      databaseUrl: "postgresql://reader:secret@db.example.com/warehouse",
      temporal: { address: "temporal.example.com:7233", uiUrl: undefined },
      source: { url: "https://source.example.com", key: "key" },
    });
  });

  test("reports all problems at once, with variable, value and remedy, and without secrets", () => {
    const problems = problemsOf({
      LISTEN_HOST: "localhost",
      DASHBOARD_PORT: "eighty",
      TEMPORAL_ADDRESS: "http://temporal:7233",
      DATABASE_URL: "mysql://user:s3cret@host/db",
      SOURCE_API_URL: "http://source",
    });
    expect(problems).toEqual([
      expect.stringMatching(/^LISTEN_HOST is "localhost": give /),
      expect.stringMatching(/^DASHBOARD_PORT is "eighty": give .* 8501\.$/),
      expect.stringMatching(/^DATABASE_URL is not an address: write /),
      expect.stringMatching(/^TEMPORAL_ADDRESS is "http:\/\/temporal:7233": write /),
      expect.stringMatching(/^SOURCE_API_URL is set but SOURCE_API_KEY is not: give /),
    ]);
    expect(problems.join()).not.toContain("s3cret");
  });

  test("refuses an unusable source URL or key without showing it", () => {
    const problems = problemsOf({
      SOURCE_API_URL: "https://user:s3cret@source.example",
      SOURCE_API_KEY: "s3cret\n",
    });
    expect(problems).toEqual([
      expect.stringMatching(/^SOURCE_API_URL contains a user or a password: set /),
      expect.stringMatching(/^SOURCE_API_KEY contains a line break, /),
    ]);
    expect(problems.join()).not.toContain("s3cret");
  });

  test("accepts whole numbers from 1 to 65535 as ports", () => {
    const variables = Object.values(PORTS).map(({ variable }) => variable);
    fc.assert(
      fc.property(
        fc.constantFrom(...variables),
        fc.oneof(
          fc.integer({ min: -1, max: 70_000 }).map(String),
          fc.float().map(String),
          fc.string({ minLength: 1 }),
        ),
        (variable, text) => {
          const isPort =
            /^\d+$/.test(text) &&
            String(Number(text)) === text &&
            Number(text) >= 1 &&
            Number(text) <= 65_535;
          expect(problemsOf({ [variable]: text }).length).toBe(isPort ? 0 : 1);
        },
      ),
    );
  });
});
