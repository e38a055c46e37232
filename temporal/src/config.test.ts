import { expect, test } from "vitest";
import { loadConfig } from "./config.ts";

const environment = {
  DATABASE_URL: "postgres://127.0.0.1/warehouse",
  SOURCE_API_URL: "http://127.0.0.1:3001",
  SOURCE_API_KEY: "a key",
};

test("takes the design's numbers where nothing else is said", () => {
  expect(loadConfig(environment)).toMatchObject({
    SOURCE_TIMEOUT_MS: 10_000,
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
