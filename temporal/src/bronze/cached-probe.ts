import type { Probe } from "../source/probe.ts";
import { failed, type PageQuery } from "../source/source-client.ts";
import { updatedAtOf } from "./observed-times.ts";

/** What planning needs of an answer: figures and times, no records. */
export interface PlanAnswer {
  /** With the source's words, where it refused the request; the figures are then empty. */
  refused: { status: number | null; message: string } | null;
  total: number | null;
  itemsPerPage: number | null;
  /** Per record its `updated_at` in ISO 8601; null where it is unreadable. */
  times: (string | null)[];
  /** How far the source's clock is ahead of ours, in milliseconds; null where it does not tell. */
  clockAheadMs: number | null;
}

/** Answers by what was asked. */
export type PlanAnswers = Record<string, PlanAnswer>;

export type CachedProbe = (query: PageQuery) => Promise<PlanAnswer>;

/**
 * Asks the source, and keeps each answer: an attempt that starts again goes on with those of the attempts before it.
 *
 * @param answers those so far; new ones are added to it
 * @param save is called after each new answer
 */
export function createCachedProbe(probe: Probe, answers: PlanAnswers, save: () => void): CachedProbe {
  return async (query) => {
    const key = `${query.page} ${query.limit} ${query.updatedSince?.toISOString() ?? "-"}`;
    const known = answers[key];
    if (known) return known;
    const fetched = await probe(query);
    const answer: PlanAnswer = failed(fetched)
      ? {
          refused: { status: fetched.status, message: fetched.failure.message },
          total: null,
          itemsPerPage: null,
          times: [],
          clockAheadMs: null,
        }
      : {
          refused: null,
          total: fetched.meta.totalItems,
          itemsPerPage: fetched.meta.itemsPerPage,
          times: fetched.records.map(({ value }) => updatedAtOf(value)?.toISOString() ?? null),
          clockAheadMs: fetched.sourceDate && fetched.sourceDate.getTime() - fetched.answeredAt.getTime(),
        };
    answers[key] = answer;
    save();
    return answer;
  };
}
