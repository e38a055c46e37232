import { ConfigError } from "@enrichment-monitor/environment";
import { describe, expect, it } from "vitest";
import { loadConfiguration } from "./configuration.ts";

const KEY = `em_7_${"k".repeat(43)}`;

function problemsOf(environment: Record<string, string>): string {
  try {
    loadConfiguration(environment);
    return "";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

describe("requiresSession", () => {
  it.each([
    [{ HOST: "127.0.0.1" }, false],
    [{ HOST: "localhost", ORIGIN: "http://localhost:8501" }, false],
    [{ HOST: "::1", ALLOWED_HOSTS: "localhost, 127.0.0.1" }, false],
    [{ HOST: "127.0.0.1", ORIGIN: "", ALLOWED_HOSTS: "" }, false],
    [{}, true],
    [{ HOST: "0.0.0.0" }, true],
    [{ HOST: "::" }, true],
    [{ HOST: "192.168.0.7" }, true],
    [{ HOST: "0.0.0.0", ORIGIN: "http://localhost:8501", ALLOWED_HOSTS: "localhost" }, true],
    [{ HOST: "127.0.0.1", ORIGIN: "https://dashboard.test" }, true],
    [{ HOST: "127.0.0.1", ALLOWED_HOSTS: "Dashboard.test" }, true],
    [{ HOST: "127.0.0.1", ALLOWED_HOSTS: "127.0.0.1.evil.test" }, true],
  ])("of %j is %j", (environment, required) => {
    expect(loadConfiguration(environment).requiresSession).toBe(required);
  });
});

describe("loadConfiguration", () => {
  it("has a random secret of its own unless one is given", () => {
    const [one, other] = [loadConfiguration({}), loadConfiguration({})];
    expect(one.sessionSecret.length).toBeGreaterThanOrEqual(32);
    expect(one.sessionSecret).not.toBe(other.sessionSecret);
    const given = "s".repeat(32);
    expect(loadConfiguration({ SESSION_SECRET: given }).sessionSecret).toBe(given);
  });

  it("accepts a shared key on loopback only", () => {
    expect(loadConfiguration({ HOST: "127.0.0.1", ANALYTICS_API_KEY: KEY }).sharedKey).toBe(KEY);
    for (const reach of [
      { HOST: "0.0.0.0" },
      { HOST: "127.0.0.1", ORIGIN: "https://dashboard.test" },
      { HOST: "127.0.0.1", ALLOWED_HOSTS: "dashboard.test" },
    ])
      expect(problemsOf({ ...reach, ANALYTICS_API_KEY: KEY })).toMatch(
        /ANALYTICS_API_KEY is set, but .*unset it/,
      );
  });

  it("reports all problems at once, with value and remedy, and without secrets", () => {
    const message = problemsOf({
      ANALYTICS_API_URL: "localhost:3000",
      HOST: "0.0.0.0",
      ORIGIN: "https://dashboard.test/path",
      ALLOWED_HOSTS: "https://dashboard.test",
      ANALYTICS_API_KEY: KEY,
      SESSION_SECRET: "hunter2",
    });
    expect(message.split("\n")).toEqual([
      "The environment is invalid:",
      expect.stringMatching(/^ {2}- ANALYTICS_API_URL is "localhost:3000": use http:/),
      expect.stringMatching(/^ {2}- ORIGIN is "https:\/\/dashboard.test\/path": use .* without a path\.$/),
      expect.stringMatching(/^ {2}- ALLOWED_HOSTS names "https:\/\/dashboard.test": use host names/),
      expect.stringMatching(/^ {2}- SESSION_SECRET is too short: use at least 32 random characters/),
      expect.stringMatching(/^ {2}- ANALYTICS_API_KEY is set, but /),
    ]);
    expect(message).not.toContain(KEY);
    expect(message).not.toContain("hunter2");
  });
});
