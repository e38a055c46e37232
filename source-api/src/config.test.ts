import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

const keys = {
  SOURCE_API_KEY: "an-api-key-of-some-length",
  SOURCE_API_ADMIN_KEY: "an-admin-key-of-some-length",
};

describe("readConfig", () => {
  it("needs nothing but the two keys", () => {
    expect(readConfig(keys)).toEqual({
      host: "127.0.0.1",
      port: 3001,
      apiKey: keys.SOURCE_API_KEY,
      adminKey: keys.SOURCE_API_ADMIN_KEY,
      seed: 42,
      records: 5000,
      worldStart: undefined,
      arrivalsPer5Minutes: 3,
      faults: { preset: "seed" },
      journal: undefined,
      clockNow: undefined,
      clockSpeed: 1,
      logLevel: "info",
    });
  });

  it("reads every variable", () => {
    const config = readConfig({
      SOURCE_API_HOST: "0.0.0.0",
      SOURCE_API_PORT: "0",
      SOURCE_API_KEY: "k".repeat(16),
      SOURCE_API_ADMIN_KEY: "a".repeat(16),
      SOURCE_SEED: "7",
      SOURCE_RECORDS: "1000000",
      SOURCE_WORLD_START: "2026-06-01T00:00:00-03:00",
      SOURCE_ARRIVALS_PER_5_MINUTES: "0.5",
      SOURCE_FAULTS: '{"preset":"storm","html":0.1}',
      SOURCE_JOURNAL: "dataset.ndjson",
      SOURCE_CLOCK_NOW: "2026-07-01T00:00:00Z",
      SOURCE_CLOCK_SPEED: "60",
      SOURCE_LOG_LEVEL: "silent",
    });
    expect(config).toEqual({
      host: "0.0.0.0",
      port: 0,
      apiKey: "k".repeat(16),
      adminKey: "a".repeat(16),
      seed: 7,
      records: 1_000_000,
      worldStart: Date.UTC(2026, 5, 1, 3) / 1000,
      arrivalsPer5Minutes: 0.5,
      faults: { preset: "storm", html: 0.1 },
      journal: "dataset.ndjson",
      clockNow: Date.UTC(2026, 6, 1),
      clockSpeed: 60,
      logLevel: "silent",
    });
  });

  it("takes an empty variable for one that is not set", () => {
    expect(readConfig({ ...keys, SOURCE_RECORDS: "", SOURCE_JOURNAL: "" })).toEqual(readConfig(keys));
  });

  it("names all that is wrong at once, with the value and the remedy, but never a key", () => {
    const read = () =>
      readConfig({
        SOURCE_API_KEY: "short-secret",
        SOURCE_API_PORT: "0x50",
        SOURCE_RECORDS: "99",
        SOURCE_SEED: "1.5",
        SOURCE_FAULTS: "drizzle",
        SOURCE_WORLD_START: "yesterday",
        SOURCE_CLOCK_NOW: "1970-01-01T00:00:00Z",
        SOURCE_LOG_LEVEL: "loud",
      });
    expect(read).toThrow(`The source API cannot start with this environment:
  SOURCE_API_PORT is "0x50": it must be a number from 0 to 65535.
  SOURCE_API_KEY has a value that is not good: it must have at least 16 characters.
  SOURCE_API_ADMIN_KEY is not set: it must be set, to at least 16 characters.
  SOURCE_SEED is "1.5": it must be a whole number from 0 to 4294967295.
  SOURCE_RECORDS is "99": it must be a number from 100 to 1000000.
  SOURCE_WORLD_START is "yesterday": it must be an ISO 8601 instant with its zone, such as 2026-06-01T00:00:00-03:00.
  SOURCE_FAULTS is "drizzle": it must be calm, seed, storm, hostile, or a JSON object as PATCH /admin/faults takes it.
  SOURCE_CLOCK_NOW is "1970-01-01T00:00:00Z": it must lie between 2000 and 2100.
  SOURCE_LOG_LEVEL is "loud": it must be a pino level, such as info.`);
    expect(read).not.toThrow("short-secret");
  });

  it.each(['{"html":', '{"htlm":0.1}', '{"html":2}'])("refuses %s as faults", (faults) => {
    expect(() => readConfig({ ...keys, SOURCE_FAULTS: faults })).toThrow("SOURCE_FAULTS is");
  });
});
