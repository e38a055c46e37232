import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PageEvidence } from "./page-evidence.ts";
import { type Cursor, findLastPageOf, nextSecond, nextStep, type SliceBounds } from "./pagination.ts";

const at = (second: number) => new Date(second * 1_000);
const everything: SliceBounds = { toAt: null, toPage: null };

/** A page of records with these times. */
const seenPage = (end: PageEvidence["end"], ...seconds: number[]): PageEvidence => ({
  end,
  records: seconds.length,
  times: seconds.map(at),
  ordered: seconds.every((second, index) => index === 0 || second >= (seconds[index - 1] ?? second)),
});
const fullPage = (...seconds: number[]) => seenPage("continues", ...seconds);
const lastPage = (...seconds: number[]) => seenPage("ends", ...seconds);

describe("nextStep", () => {
  const keyset = (second: number): Cursor => ({ mode: "keyset", at: at(second), page: 1, resumeAt: null });

  test("continues from the last time seen", () => {
    expect(nextStep(keyset(1), everything, fullPage(1, 4))).toEqual({
      next: "page",
      cursor: keyset(4),
    });
  });

  test("ends at the source's last page", () => {
    expect(nextStep(keyset(1), everything, lastPage(4))).toEqual({ next: "done" });
  });

  test("ends at the first record beyond the slice", () => {
    const bounds = { toAt: at(4), toPage: null };
    expect(nextStep(keyset(1), bounds, fullPage(3, 4))).toEqual({ next: "done" });
  });

  test("counts a second that fills the page", () => {
    expect(nextStep(keyset(4), everything, fullPage(4, 4))).toEqual({
      next: "count",
      second: at(4),
    });
  });

  test("reads by page number if times are unreadable or not ascending", () => {
    const numbers = { next: "page", cursor: { mode: "forward", at: at(4), page: 2, resumeAt: null } };
    expect(nextStep(keyset(4), everything, fullPage())).toEqual(numbers);
    expect(nextStep(keyset(4), everything, fullPage(9, 5, 7))).toEqual(numbers);
  });

  test("requests a page again if it is empty although the source counts records", () => {
    expect(nextStep(keyset(4), everything, seenPage("doubtful", 4, 7))).toEqual({
      next: "page",
      cursor: keyset(7),
    });
    expect(nextStep(keyset(4), everything, seenPage("doubtful", 4))).toEqual({
      next: "page",
      cursor: { mode: "forward", at: at(4), page: 2, resumeAt: null },
    });
    expect(nextStep(keyset(4), everything, seenPage("doubtful"))).toEqual({ next: "doubt" });
    const numbered: Cursor = { mode: "forward", at: null, page: 3, resumeAt: null };
    expect(nextStep(numbered, everything, seenPage("doubtful", 4))).toEqual({
      next: "page",
      cursor: { ...numbered, page: 4 },
    });
    expect(nextStep(numbered, everything, seenPage("doubtful"))).toEqual({ next: "doubt" });
  });

  test("reads a second with more records than a page: finds its last page, reads backward, then continues after it", () => {
    const full = fullPage(4);
    const cursor = (mode: Cursor["mode"], page: number, resume: number | null = null): Cursor => ({
      mode,
      at: at(4),
      page,
      resumeAt: resume === null ? null : at(resume),
    });
    expect(findLastPageOf(at(4), 250, 100)).toEqual({ next: "page", cursor: cursor("seek", 3) });
    expect(nextStep(cursor("seek", 3), everything, full)).toEqual({
      next: "page",
      cursor: cursor("seek", 4),
    });
    const beyond = fullPage(4, 9);
    expect(nextStep(cursor("seek", 4), everything, beyond)).toEqual({
      next: "page",
      cursor: cursor("return", 3, 9),
    });
    expect(nextStep(cursor("return", 3, 9), everything, full)).toEqual({
      next: "page",
      cursor: cursor("return", 2, 9),
    });
    expect(nextStep(cursor("return", 1, 9), everything, full)).toEqual({ next: "page", cursor: keyset(9) });
  });

  test("after reading backward continues at the next second, unless the slice ends there", () => {
    const returned = (resumeAt: Date | null): Cursor => ({ mode: "return", at: at(4), page: 1, resumeAt });
    const full = fullPage(4);
    expect(nextStep(returned(null), everything, full)).toEqual({ next: "page", cursor: keyset(5) });
    expect(nextStep(returned(null), { toAt: at(5), toPage: null }, full)).toEqual({ next: "done" });
    expect(nextStep(returned(at(9)), { toAt: at(9), toPage: null }, full)).toEqual({ next: "done" });
  });

  test("reads a slice of pages to its last one", () => {
    const bounds = { toAt: null, toPage: 2 };
    const cursor: Cursor = { mode: "forward", at: null, page: 1, resumeAt: null };
    const seen = fullPage(9);
    expect(nextStep(cursor, bounds, seen)).toEqual({ next: "page", cursor: { ...cursor, page: 2 } });
    expect(nextStep({ ...cursor, page: 2 }, bounds, seen)).toEqual({ next: "done" });
  });
});

/** A source in memory: per id the second of its last update. Between requests it lives on. */
class ModelSource {
  readonly updated = new Map<number, number>();
  #life: number[];
  #now: number;

  constructor(seconds: readonly number[], life: readonly number[]) {
    seconds.forEach((second, id) => {
      this.updated.set(id, second);
    });
    this.#life = [...life];
    this.#now = Math.max(...seconds) + 1;
  }

  get now(): number {
    return this.#now;
  }

  /** From now on nothing changes. */
  settle(): void {
    this.#life = [];
  }

  page(cursor: Cursor, limit: number): { rows: [number, number][]; total: number } {
    const since = (cursor.at?.getTime() ?? 0) / 1_000;
    const rows = [...this.updated]
      .filter(([, second]) => second >= since)
      .sort(([idA, a], [idB, b]) => a - b || idA - idB);
    this.#live();
    return { rows: rows.slice((cursor.page - 1) * limit, cursor.page * limit), total: rows.length };
  }

  /** A record is updated, or a new one appears; now and then the clock moves on. */
  #live(): void {
    const event = this.#life.pop();
    if (event === undefined) return;
    if (event % 3 === 0) this.#now++;
    this.updated.set(event % (this.updated.size + 1), this.#now);
  }
}

const LIMIT = 4;

function readAll(source: ModelSource, from: number, seen: Map<number, number>): void {
  let cursor: Cursor = { mode: "keyset", at: at(from), page: 1, resumeAt: null };
  for (;;) {
    const { rows, total } = source.page(cursor, LIMIT);
    for (const [id, second] of rows) seen.set(id, Math.max(second, seen.get(id) ?? 0));
    const times = rows.map(([, second]) => at(second));
    let step = nextStep(cursor, everything, {
      end: rows.length < LIMIT ? "ends" : "continues",
      records: rows.length,
      times,
      ordered: true,
    });
    if (step.next === "count") {
      const after = source.page({ mode: "keyset", at: nextSecond(step.second), page: 1, resumeAt: null }, 1);
      step = findLastPageOf(step.second, total - after.total, LIMIT);
    }
    if (step.next !== "page") return;
    cursor = step.cursor;
  }
}

describe("pagination of a source that changes during the read", () => {
  const seconds = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 60 });

  test("two passes, the second one with lookback, see every record in its last state", () => {
    fc.assert(
      fc.property(seconds, fc.array(fc.nat({ max: 1_000 }), { maxLength: 80 }), (initial, life) => {
        const source = new ModelSource(initial, life);
        const seen = new Map<number, number>();
        const began = source.now;
        readAll(source, 0, seen);
        source.settle();
        readAll(source, began, seen);
        for (const [id, second] of source.updated) expect(seen.get(id)).toBe(second);
      }),
      { numRuns: 500 },
    );
  });

  test("one pass misses nothing if records only leave the seconds being read", () => {
    fc.assert(
      fc.property(seconds, fc.array(fc.nat({ max: 300 }), { maxLength: 20 }), (initial, moves) => {
        // Every event moves the clock on, so that no second is joined while it is read.
        const source = new ModelSource(
          initial,
          moves.map((move) => move * 3),
        );
        const seen = new Map<number, number>();
        readAll(source, 0, seen);
        for (const id of source.updated.keys()) if (id < initial.length) expect(seen.has(id)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
