/** ISO 8601 with a zone, in its usual and its shorter forms. */
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s?([Zz]|[+-]\d{2}(?::?\d{2})?)$/;

/** The range of four-digit years, in UTC. */
const EARLIEST_MS = Date.parse("0001-01-01T00:00:00Z");
const LATEST_MS = Date.parse("9999-12-31T23:59:59.999Z");

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
