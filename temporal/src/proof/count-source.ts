import type { Probe } from "../source/probe.ts";
import { type FetchedPage, failed } from "../source/source-client.ts";

/** Requests at once: a dozen answers take the time of three. */
const AT_ONCE = 4;
const SECOND_MS = 1_000;

/** Entries that the source lists since a time; null: since the beginning. Each answers null when it refuses or does not count. */
export interface CountSource {
  /** An answer that an attempt before this one got for the same snapshot is not asked for again. */
  since(times: readonly (Date | null)[]): Promise<number[] | null>;
  /** Asked in any case. */
  again(time: Date | null): Promise<number | null>;
  /** Whether the source's list since a time does not end where its count says. False when it refuses. */
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
  const fetch = (time: Date | null, page: number, limit: number) =>
    probe({
      page,
      limit,
      updatedSince: time && excludesUpdatedSince ? new Date(time.getTime() - SECOND_MS) : time,
    });

  async function ask(time: Date | null): Promise<number | null> {
    const fetched = await fetch(time, 1, 1);
    return failed(fetched) ? null : fetched.meta.totalItems;
  }

  async function miscounts(time: Date | null, pageSize: number): Promise<boolean> {
    const first = await fetch(time, 1, pageSize);
    if (failed(first)) return false;
    if (endsOtherwise(first, 1, pageSize)) return true;
    const full = Math.floor((first.meta.totalItems ?? 0) / pageSize);
    // The page with the rest, and the last full one.
    for (const page of [full + 1, full].filter((last) => last > 1)) {
      const fetched = await fetch(time, page, pageSize);
      if (failed(fetched)) return false;
      if (endsOtherwise(fetched, page, pageSize)) return true;
    }
    return false;
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

/** By the total of the same answer: the source may have changed since the one before. */
function endsOtherwise({ meta, records }: FetchedPage, page: number, pageSize: number): boolean {
  const beyond = (meta.totalItems ?? 0) - (page - 1) * pageSize;
  return records.length !== Math.max(0, Math.min(beyond, pageSize));
}
