import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";
import type { Journal, JournalEntry } from "./journal.ts";
import { restore } from "./restore.ts";

const minute = 60_000;
const firstStart = Date.parse("2026-11-24T12:00:00Z");

function configOf(environment: Record<string, string> = {}) {
  const keys = { SOURCE_API_KEY: "k".repeat(16), SOURCE_API_ADMIN_KEY: "a".repeat(16) };
  return readConfig({ ...keys, SOURCE_RECORDS: "100", ...environment });
}

function memoryJournal(): Journal {
  const entries: JournalEntry[] = [];
  return { entries, append: (entry) => entries.push(entry) };
}

describe("restore", () => {
  it("begins a dataset at the last midnight in São Paulo", () => {
    const journal = memoryJournal();
    restore(configOf(), journal, () => firstStart);
    expect(journal.entries).toEqual([
      {
        type: "dataset",
        seed: 42,
        records: 100,
        start: Date.parse("2026-11-24T03:00:00Z") / 1000,
        arrivalsPerHour: 36,
      },
      { type: "clock", real: firstStart, shown: firstStart, speed: 1 },
    ]);
  });

  it("goes on with a recorded dataset on another day, with all that was done to it", () => {
    const journal = memoryJournal();
    let real = firstStart;
    const { dataset } = restore(configOf(), journal, () => real);
    dataset.intervene({ type: "delete", target: { count: 30 } });
    dataset.intervene({ type: "malform", kind: "blank_name", count: 3, fresh: true });
    dataset.intervene({ type: "lose", target: { count: 5 }, for_seconds: 24 * 3600 });
    dataset.intervene({ type: "lose", target: { count: 5 }, for_seconds: undefined });
    dataset.intervene({ type: "double", target: { count: 5 } });
    dataset.intervene({ type: "restore", target: { count: 5 }, seconds: undefined });
    dataset.intervene({ type: "create-late", count: 5, seconds: 1500 });
    dataset.intervene({ type: "update-late", target: { count: 5 }, seconds: 1500 });

    real += 48 * 60 * minute;
    dataset.advanceTo(real / 1000);
    const { dataset: again } = restore(configOf(), journal, () => real);
    expect(again.truth()).toEqual(dataset.truth());
  });

  it("goes on with the clock as it was set, as if it had never stopped", () => {
    const journal = memoryJournal();
    let real = firstStart;
    const { clock } = restore(configOf({ SOURCE_CLOCK_SPEED: "60" }), journal, () => real);
    clock.set({ now: Date.parse("2026-12-25T00:00:00Z"), speed: 10 });
    real += minute;
    const { clock: again, dataset } = restore(configOf({ SOURCE_CLOCK_SPEED: "60" }), journal, () => real);
    expect(again.now()).toBe(Date.parse("2026-12-25T00:10:00Z"));
    expect(dataset.now).toBe(Date.parse("2026-12-25T00:10:00Z") / 1000);
    expect(again.speed).toBe(10);
  });

  it("refuses a configuration that asks for another dataset, naming all that differs", () => {
    const journal = memoryJournal();
    restore(configOf({ SOURCE_WORLD_START: "2026-06-01T03:00:00Z" }), journal, () => firstStart);
    const other = configOf({
      SOURCE_JOURNAL: "dataset.ndjson",
      SOURCE_SEED: "7",
      SOURCE_ARRIVALS_PER_5_MINUTES: "4",
      SOURCE_WORLD_START: "2026-07-01T03:00:00Z",
    });
    expect(() => restore(other, journal, () => firstStart)).toThrow(
      `SOURCE_JOURNAL is "dataset.ndjson", which records another dataset. Set these back, or remove the file to begin a new one:
  SOURCE_SEED is 7: the journal's dataset has 42.
  SOURCE_ARRIVALS_PER_5_MINUTES is 4: the journal's dataset has 3.
  SOURCE_WORLD_START is 2026-07-01T03:00:00.000Z: the journal's dataset has 2026-06-01T03:00:00.000Z.`,
    );
  });
});
