import type { Probe } from "../source/probe.ts";
import { failed, type PageQuery } from "../source/source-client.ts";

/** The parts of an answer that planning needs: counts and times, no records. */
export interface PlanAnswer {
  /** The source's message, if it refused the request; the other fields are then empty. */
  refused: { status: number | null; message: string } | null;
  total: number | null;
  itemsPerPage: number | null;
  /** Per record its `updated_at` in ISO 8601; null where it is unreadable. */
  times: (string | null)[];
  /** How far the source's clock is ahead of the local one, in milliseconds; null if unknown. */
  clockAheadMs: number | null;
}

/** Answers by request. */
export type PlanAnswers = Record<string, PlanAnswer>;

export type CachedProbe = (query: PageQuery) => Promise<PlanAnswer>;

/**
 * A probe that caches each answer, so that a repeated attempt does not send the same requests again.
 *
 * @param answers the answers so far; new ones are added
 * @param save called after each new answer
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
          times: fetched.records.map(({ updatedAt }) => updatedAt?.toISOString() ?? null),
          clockAheadMs: fetched.sourceDate && fetched.sourceDate.getTime() - fetched.answeredAt.getTime(),
        };
    answers[key] = answer;
    save();
    return answer;
  };
}
