import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type JournalEntry, openJournal } from "./journal.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const clock: JournalEntry = { type: "clock", real: 1, shown: 2, speed: 3 };
const touch: JournalEntry = { type: "intervention", at: 5, intervention: { type: "touch", count: 1 } };

describe("openJournal", () => {
  it("begins empty, in a folder that it makes, and has what was appended when opened again", () => {
    const path = join(folder, "new", "dataset.ndjson");
    const journal = openJournal(path);
    expect(journal.entries).toEqual([]);
    journal.append(clock);
    journal.append(touch);
    expect(openJournal(path).entries).toEqual([clock, touch]);
  });

  it("drops the half line that a killed process left, and goes on after the last whole one", () => {
    const path = join(folder, "dataset.ndjson");
    openJournal(path).append(clock);
    appendFileSync(path, '{"type":"interv');
    const journal = openJournal(path);
    expect(journal.entries).toEqual([clock]);
    journal.append(touch);
    expect(openJournal(path).entries).toEqual([clock, touch]);
  });

  it("refuses a file that is something else, and leaves it as it is", () => {
    const path = join(folder, "notes.txt");
    appendFileSync(path, "dear diary\n");
    expect(() => openJournal(path)).toThrow(
      `SOURCE_JOURNAL is "${path}", whose line 1 is not an entry of a journal`,
    );
    expect(readFileSync(path, "utf8")).toBe("dear diary\n");
  });
});
