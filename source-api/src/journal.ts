import { appendFileSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { clockStateSchema } from "./clock.ts";
import { interventionSchema } from "./dataset/intervention-schema.ts";

const entrySchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("dataset"),
    seed: z.int(),
    records: z.int(),
    /** Seconds since 1970. */
    start: z.int(),
    arrivalsPerHour: z.number(),
  }),
  z.object({ type: z.literal("clock"), ...clockStateSchema.shape }),
  z.object({
    type: z.literal("intervention"),
    /** Seconds since 1970, by the dataset's clock. */
    at: z.int(),
    intervention: interventionSchema,
  }),
]);
export type JournalEntry = z.infer<typeof entrySchema>;

/**
 * What the seed and the time do not tell about a dataset, in the order it happened: which dataset it is, how its clock
 * was set, what was done to it. Replaying it after a restart gives the same dataset again.
 */
export interface Journal {
  /** What was there when the journal was opened. */
  readonly entries: readonly JournalEntry[];
  append(entry: JournalEntry): void;
}

/** For a dataset that may end with its process. */
export const noJournal: Journal = { entries: [], append() {} };

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

function parseLine(path: string, line: string, place: number): JournalEntry {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new Error(
      `SOURCE_JOURNAL is "${path}", whose line ${place + 1} is not an entry of a journal: name another file, or remove this one to begin a new dataset.`,
      { cause },
    );
  }
}

/**
 * Opens the journal in a file, one JSON text a line, or begins it. Each entry is in the file before `append` returns,
 * so a process that is killed has forgotten nothing it acknowledged.
 * @throws when the file cannot be read or holds something else.
 */
export function openJournal(path: string): Journal {
  mkdirSync(dirname(path), { recursive: true });
  const text = readText(path);
  // A process killed while it wrote leaves half a line: nobody was told that it had happened.
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
  const lines = whole.split("\n").slice(0, -1);
  return {
    entries: lines.map((line, place) => parseLine(path, line, place)),
    append: (entry) => appendFileSync(path, `${JSON.stringify(entry)}\n`),
  };
}
