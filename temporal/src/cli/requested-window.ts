import type { RequestedWindow } from "../activities/plan-slices.ts";

/**
 * The span of `updated_at` that a backfill reads again, or a proof counts.
 *
 * @throws when it is empty: nothing would be read, and the run would say it succeeded.
 */
export function requestedWindow({ from, to }: { from?: string; to?: string }): RequestedWindow {
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to))
    throw new Error(`--from ${from} is not before --to ${to}: give an earlier --from, or a later --to.`);
  return { from: from ?? null, to: to ?? null };
}
