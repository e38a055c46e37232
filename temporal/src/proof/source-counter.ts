import type { Probe } from "../source/probe.ts";
import { type FetchedPage, failed } from "../source/source-client.ts";

/** Parallel requests: a dozen answers take the time of three. */
const AT_ONCE = 4;
const SECOND_MS = 1_000;

/** Counts the entries that the source lists since a time; null: since the beginning. */
export interface SourceCounter {
  /** Uses cached answers of the current snapshot. Null if the source refuses or does not count. */
  countSince(times: readonly (Date | null)[]): Promise<number[] | null>;
  /** Always sends a request. Null if the source refuses or does not count. */
  countAgain(time: Date | null): Promise<number | null>;
  /** Whether the list since a time does not end where its total says. False if the source refuses. */
  miscounts(time: Date | null, pageSize: number): Promise<boolean>;
}

/** The current snapshot's counts, by the time they were requested with. */
export type SourceAnswers = Record<string, number>;

export interface AnswerCache {
  /** Contains the answers of earlier attempts; new ones are added. */
  answers: SourceAnswers;
  /** Is called after each new answer. */
  onAnswer(): void;
}

export function createSourceCounter(
  probe: Probe,
  excludesUpdatedSince: boolean,
  cache?: AnswerCache,
): SourceCounter {
  const fetch = (time: Date | null, page: number, limit: number) =>
    probe({
      page,
      limit,
      updatedSince: time && excludesUpdatedSince ? new Date(time.getTime() - SECOND_MS) : time,
    });

  async function countAgain(time: Date | null): Promise<number | null> {
    const fetched = await fetch(time, 1, 1);
    return failed(fetched) ? null : fetched.meta.totalItems;
  }

  async function countCached(time: Date | null): Promise<number | null> {
    if (!cache) return countAgain(time);
    const key = time?.toISOString() ?? "beginning";
    const known = cache.answers[key];
    if (known !== undefined) return known;
    const counted = await countAgain(time);
    if (counted === null) return null;
    cache.answers[key] = counted;
    cache.onAnswer();
    return counted;
  }

  async function countSince(times: readonly (Date | null)[]): Promise<number[] | null> {
    const counts: number[] = [];
    for (let first = 0; first < times.length; first += AT_ONCE) {
      const answers = await Promise.all(times.slice(first, first + AT_ONCE).map(countCached));
      for (const answer of answers) {
        if (answer === null) return null;
        counts.push(answer);
      }
    }
    return counts;
  }

  async function miscounts(time: Date | null, pageSize: number): Promise<boolean> {
    const first = await fetch(time, 1, pageSize);
    if (failed(first)) return false;
    if (contradictsTotal(first, 1, pageSize)) return true;
    const full = Math.floor((first.meta.totalItems ?? 0) / pageSize);
    // The page with the rest, and the last full one.
    for (const page of [full + 1, full].filter((last) => last > 1)) {
      const fetched = await fetch(time, page, pageSize);
      if (failed(fetched)) return false;
      if (contradictsTotal(fetched, page, pageSize)) return true;
    }
    return false;
  }

  return { countSince, countAgain, miscounts };
}

/** Compares with the total of the same answer, since the source may have changed after the previous one. */
function contradictsTotal({ meta, records }: FetchedPage, page: number, pageSize: number): boolean {
  const remaining = (meta.totalItems ?? 0) - (page - 1) * pageSize;
  return records.length !== Math.max(0, Math.min(remaining, pageSize));
}
