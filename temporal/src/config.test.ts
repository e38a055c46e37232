import { expect, test } from "vitest";
import { loadConfig } from "./config.ts";

const environment = {
  DATABASE_URL: "postgres://127.0.0.1/warehouse",
  SOURCE_API_URL: "http://127.0.0.1:3001",
  SOURCE_API_KEY: "a-key",
};

test("takes the design's numbers where nothing else is said", () => {
  expect(loadConfig(environment)).toMatchObject({
    SOURCE_TIMEOUT_MS: 10_000,
    SOURCE_PAGE_SIZE: 100,
    SOURCE_PATIENCE_MINUTES: 30,
    SOURCE_MAX_BODY_MB: 32,
    LOOKBACK_MINUTES: 10,
    ACTIVITY_TIME_BOX_MS: 60_000,
  });
});

test("names every problem at once, and no secret", () => {
  const load = () =>
    loadConfig({
      ...environment,
      DATABASE_URL: "mysql://u:secret@host/db",
      LOOKBACK_MINUTES: "soon",
      SOURCE_API_KEY: "",
    });
  expect(load).toThrow(/DATABASE_URL.*SOURCE_API_KEY.*LOOKBACK_MINUTES/s);
  expect(load).not.toThrow(/secret/);
});

test("a variable set to nothing counts as not set", () => {
  expect(loadConfig({ ...environment, SOURCE_PAGE_SIZE: "", LOG_LEVEL: "" })).toEqual(
    loadConfig(environment),
  );
  expect(() => loadConfig({ ...environment, SOURCE_API_URL: "" })).toThrow(/SOURCE_API_URL is not set/);
});

test.each([
  ["SOURCE_PAGE_SIZE", "0"],
  ["SOURCE_PAGE_SIZE", "1001"],
  ["SOURCE_PATIENCE_MINUTES", "1441"],
  ["SOURCE_MAX_BODY_MB", "1.5"],
  ["WORKER_BUILD_ID", "build 7"],
  ["WORKER_BUILD_ID", "-7"],
  ["WORKER_METRICS_PORT", "65536"],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318"],
  // Temporal's SDK takes no names.
  ["WORKER_METRICS_HOST", "localhost"],
])("%s=%s is refused", (name, value) => {
  expect(() => loadConfig({ ...environment, [name]: value })).toThrow(new RegExp(`${name} must be`));
});

test.each([
  ["SOURCE_API_URL", "https://user:secret@source.example", "contains a user or a password"],
  ["SOURCE_API_URL", "https://secret@source.example", "contains a user or a password"],
  ["SOURCE_API_URL", "https://source.example/?token=secret", "contains a query"],
  ["SOURCE_API_URL", "https://source.example/#secret", "or a fragment"],
  ["SOURCE_API_URL", "https://source.example/?", "contains a query"],
  ["SOURCE_API_URL", "https://source.example/secret\n", "contains a space or a line break"],
  ["SOURCE_API_URL", "user:secret@source.example", "is not an http:// or https:// address"],
  ["SOURCE_API_URL", "ftp://source.example/secret", "is not an http:// or https:// address"],
  ["SOURCE_API_KEY", "secret\n", "contains a line break"],
  ["SOURCE_API_KEY", "sec\r\nret", "contains a line break"],
  ["SOURCE_API_KEY", "“secret”", "typographic quote"],
  ["SOURCE_API_KEY", "secret\u0000", "a control character"],
  ["SOURCE_API_KEY", " secret", "leading or trailing space"],
])("%s=%j is refused without being shown", (name, value, problem) => {
  const load = () => loadConfig({ ...environment, [name]: value });
  expect(load).toThrow(`${name} `);
  expect(load).toThrow(problem);
  expect(load).not.toThrow(/secret/);
});

test.each(["https://source.example", "http://127.0.0.1:3001/", "https://source.example/api"])(
  "%s is taken as it is",
  (url) => {
    expect(loadConfig({ ...environment, SOURCE_API_URL: url }).SOURCE_API_URL).toBe(url);
  },
);
