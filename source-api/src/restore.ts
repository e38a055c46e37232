import { DateTime } from "luxon";
import { type Clock, type ClockState, createClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { createDataset, type Dataset, type DatasetSettings } from "./dataset/dataset.ts";
import { BUSINESS_ZONE } from "./dataset/working-week.ts";
import type { Journal, JournalEntry } from "./journal.ts";

export interface Restored {
  readonly clock: Clock;
  readonly dataset: Dataset;
}

type EntryOf<T extends JournalEntry["type"]> = Extract<JournalEntry, { type: T }>;

function entriesOf<T extends JournalEntry["type"]>(journal: Journal, type: T): EntryOf<T>[] {
  return journal.entries.filter((entry): entry is EntryOf<T> => entry.type === type);
}

/** Midnight where the customers are: a dataset that nobody dated and nobody recorded is the same all day. */
function midnightBefore(now: number): number {
  return DateTime.fromMillis(now, { zone: BUSINESS_ZONE }).startOf("day").toSeconds();
}

function beginWorld(config: Config, journal: Journal, now: number): DatasetSettings {
  const settings = {
    seed: config.seed,
    records: config.records,
    start: config.worldStart ?? midnightBefore(now),
    arrivalsPerHour: config.arrivalsPer5Minutes * 12,
  };
  journal.append({ type: "dataset", ...settings });
  return settings;
}

/** @throws when the configuration asks for another dataset than the journal's. */
function requireSameWorld(config: Config, dataset: DatasetSettings): void {
  const differences = [
    { name: "SOURCE_SEED", here: config.seed, there: dataset.seed },
    { name: "SOURCE_RECORDS", here: config.records, there: dataset.records },
    {
      name: "SOURCE_ARRIVALS_PER_5_MINUTES",
      here: config.arrivalsPer5Minutes,
      there: dataset.arrivalsPerHour / 12,
    },
    {
      name: "SOURCE_WORLD_START",
      here: instant(config.worldStart ?? dataset.start),
      there: instant(dataset.start),
    },
  ].filter(({ here, there }) => here !== there);
  if (differences.length === 0) return;
  const lines = differences.map(
    ({ name, here, there }) => `  ${name} is ${here}: the journal's dataset has ${there}.`,
  );
  throw new Error(
    `SOURCE_JOURNAL is "${config.journal}", which records another dataset. Set these back, or remove the file to begin a new one:\n${lines.join("\n")}`,
  );
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function beginClock(config: Config, journal: Journal, now: number): ClockState {
  const state = { real: now, shown: config.clockNow ?? now, speed: config.clockSpeed };
  journal.append({ type: "clock", ...state });
  return state;
}

/**
 * The dataset that the journal records, as if it had never stopped; a new one, by the configuration, when it records none.
 * @param realNow real time in milliseconds since 1970.
 */
export function restore(config: Config, journal: Journal, realNow: () => number): Restored {
  const recordedWorld = entriesOf(journal, "dataset").at(-1);
  if (recordedWorld !== undefined) requireSameWorld(config, recordedWorld);
  const settings = recordedWorld ?? beginWorld(config, journal, config.clockNow ?? realNow());
  const clockState = entriesOf(journal, "clock").at(-1) ?? beginClock(config, journal, realNow());

  const clock = createClock(realNow, clockState, (state) => journal.append({ type: "clock", ...state }));
  const dataset = createDataset(settings, {
    past: entriesOf(journal, "intervention"),
    append: (intervention) => journal.append({ type: "intervention", ...intervention }),
  });
  dataset.advanceTo(Math.floor(clock.now() / 1000));
  return { clock, dataset };
}
