import { z } from "zod";

const timed = z.object({ updated_at: z.iso.datetime({ offset: true }) });

/** How far the clocks of source and worker may differ before a time counts as being in the future; in milliseconds. */
const CLOCK_TOLERANCE_MS = 60_000;

/**
 * The `updated_at` of a page's records, in page order, without those that cannot steer a cursor: unreadable ones, ones
 * before `since`, and ones in the future, which would carry the cursor past records not yet read.
 */
export function observedTimes(records: readonly unknown[], since: Date | null, now: Date): Date[] {
  const earliest = since?.getTime() ?? Number.NEGATIVE_INFINITY;
  const latest = now.getTime() + CLOCK_TOLERANCE_MS;
  return records.flatMap((record) => {
    const parsed = timed.safeParse(record);
    if (!parsed.success) return [];
    const time = Date.parse(parsed.data.updated_at);
    return time >= earliest && time <= latest ? [new Date(time)] : [];
  });
}
