import type { Probe } from "../source/probe.ts";
import { failed } from "../source/source-client.ts";

/** Requests at once: a dozen answers take the time of three. */
const AT_ONCE = 4;
const SECOND_MS = 1_000;

/** Entries that the source lists since a time; null: since the beginning. Each answers null when it refuses or does not count. */
export interface CountSource {
  /** An answer that an attempt before this one got for the same snapshot is not asked for again. */
  since(times: readonly (Date | null)[]): Promise<number[] | null>;
  /** Asked in any case. */
  again(time: Date | null): Promise<number | null>;
  /** Whether the source counts otherwise than it lists in the same answer. Not known, and false, when that takes several pages. */
  miscounts(time: Date | null, pageSize: number): Promise<boolean>;
}

/** Counts by the time asked with, of the snapshot that is being taken. */
export type SourceAnswers = Record<string, number>;

export interface AnswersKept {
  /** Those of the attempts before; new ones are added. */
  answers: SourceAnswers;
  /** Is called after each new answer. */
  keep(): void;
}

export function createCountSource(
  probe: Probe,
  excludesUpdatedSince: boolean,
  kept?: AnswersKept,
): CountSource {
  const firstPage = (time: Date | null, limit: number) =>
    probe({
      page: 1,
      limit,
      updatedSince: time && excludesUpdatedSince ? new Date(time.getTime() - SECOND_MS) : time,
    });

  async function ask(time: Date | null): Promise<number | null> {
    const fetched = await firstPage(time, 1);
    return failed(fetched) ? null : fetched.meta.totalItems;
  }

  async function miscounts(time: Date | null, pageSize: number): Promise<boolean> {
    const page = await firstPage(time, pageSize);
    if (failed(page) || page.records.length >= pageSize) return false;
    return page.meta.totalItems !== page.records.length;
  }

  async function countSince(time: Date | null): Promise<number | null> {
    if (!kept) return ask(time);
    const key = time?.toISOString() ?? "beginning";
    const known = kept.answers[key];
    if (known !== undefined) return known;
    const counted = await ask(time);
    if (counted === null) return null;
    kept.answers[key] = counted;
    kept.keep();
    return counted;
  }

  async function since(times: readonly (Date | null)[]): Promise<number[] | null> {
    const counts: number[] = [];
    for (let first = 0; first < times.length; first += AT_ONCE) {
      const answers = await Promise.all(times.slice(first, first + AT_ONCE).map(countSince));
      for (const answer of answers) {
        if (answer === null) return null;
        counts.push(answer);
      }
    }
    return counts;
  }

  return { since, again: ask, miscounts };
}
