import type { AlertEvent } from "@enrichment-monitor/warehouse/alert-vocabulary";

/**
 * How an evaluation found an entry. `set_aside`: it is listed, and somebody has set it aside. `unknown`: the list could not be
 * read, which is no sign that the entry is gone.
 */
export type Sight = "listed" | "set_aside" | "absent" | "unknown";

/** An entry that is watched: evaluations in a row that listed it before its alert began, and that missed it since. */
export interface Watched {
  seen: number;
  missed: number;
  begun: boolean;
}

export interface Limits {
  /** Evaluations in a row that must list an entry for its alert to begin. */
  beginAfter: number;
  /** Evaluations in a row that must miss it for the alert to end. */
  endAfter: number;
}

/** What is watched after an evaluation, and the event that it makes. */
export interface Step extends Watched {
  event: AlertEvent | null;
}

/** @param watched null if it was not watched. @returns null if it is not watched any more, without an event */
export function advance(watched: Watched | null, sight: Sight, limits: Limits): Step | null {
  if (sight === "unknown") return watched && { ...watched, event: null };
  if (watched?.begun) return advanceBegun(watched, sight, limits);
  if (sight !== "listed") return null;
  const seen = (watched?.seen ?? 0) + 1;
  const begun = seen >= limits.beginAfter;
  return { seen, missed: 0, begun, event: begun ? "begin" : null };
}

function advanceBegun(watched: Watched, sight: Sight, { endAfter }: Limits): Step {
  if (sight !== "absent") return { ...watched, missed: 0, event: null };
  const missed = watched.missed + 1;
  return { ...watched, missed, event: missed >= endAfter ? "end" : null };
}
