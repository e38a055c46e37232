/**
 * Parses a timestamp that PostgreSQL prints in UTC, such as `0044-03-15 12:00:00+00 BC`; microseconds are dropped. Returns an
 * invalid Date, which is null in JSON, for values outside Date's range: `infinity`, and years from 275761 on.
 */
export function parseInstant(text: string): Date {
  // Date parses years below 100 as 19xx or 20xx, and does not support BC.
  const [, year, rest, bc] = /^(\d{4,6})-(\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)\+00( BC)?$/.exec(text) ?? [];
  if (year === undefined || rest === undefined || (!bc && /^[1-9]\d{3}$/.test(year))) return new Date(text);
  const [date = "", time = ""] = rest.split(" ");
  const astronomical = bc ? 1 - Number(year) : Number(year);
  const sign = astronomical < 0 ? "-" : "+";
  return new Date(`${sign}${String(Math.abs(astronomical)).padStart(6, "0")}-${date}T${time}Z`);
}
