/** ISO 8601 with a zone, in its usual and its shorter forms. */
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s?([Zz]|[+-]\d{2}(?::?\d{2})?)$/;

/** The range of four-digit years, in UTC. */
const EARLIEST_MS = Date.parse("0001-01-01T00:00:00Z");
const LATEST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/** Times further ahead of the local clock are rejected by gold's rules and ignored by pagination; in milliseconds. */
const FURTHEST_AHEAD_MS = 24 * 60 * 60 * 1_000;

/** The record's `updated_at`; null where it is missing or cannot be read. */
export function updatedAtOf(record: unknown): Date | null {
  if (typeof record !== "object" || record === null || !("updated_at" in record)) return null;
  const match = typeof record.updated_at === "string" ? INSTANT.exec(record.updated_at) : null;
  if (!match) return null;
  const [, day, clock = "", zone = ""] = match;
  const instant = new Date(`${day}T${clock.replace(",", ".")}${offsetOf(zone)}`);
  const time = instant.getTime();
  return time >= EARLIEST_MS && time <= LATEST_MS ? instant : null;
}

function offsetOf(zone: string): string {
  const [, hours, minutes = "00"] = /^([+-]\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return hours === undefined ? "Z" : `${hours}:${minutes}`;
}

/**
 * The `updated_at` of a page's records, in page order, without those unusable for a cursor: unreadable ones, ones before the second of
 * `since`, and ones more than a day ahead of the local clock.
 */
export function observedTimes(records: readonly unknown[], since: Date | null, now: Date): Date[] {
  const earliest = since ? Math.floor(since.getTime() / 1_000) * 1_000 : Number.NEGATIVE_INFINITY;
  const latest = now.getTime() + FURTHEST_AHEAD_MS;
  return records.flatMap((record) => {
    const time = updatedAtOf(record);
    return time && time.getTime() >= earliest && time.getTime() <= latest ? [time] : [];
  });
}
