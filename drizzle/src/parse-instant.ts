/**
 * The instant that PostgreSQL writes in UTC, such as `0044-03-15 12:00:00+00 BC`; microseconds are dropped. An invalid Date, which is
 * null in JSON, for what no Date holds: `infinity`, and years from 275761 on.
 */
export function parseInstant(text: string): Date {
  // JavaScript takes a year of two significant digits for one of our time, and knows no BC.
  const [, year, rest, bc] = /^(\d{4,6})-(\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)\+00( BC)?$/.exec(text) ?? [];
  if (year === undefined || rest === undefined || (!bc && /^[1-9]\d{3}$/.test(year))) return new Date(text);
  const [date = "", time = ""] = rest.split(" ");
  const astronomical = bc ? 1 - Number(year) : Number(year);
  const sign = astronomical < 0 ? "-" : "+";
  return new Date(`${sign}${String(Math.abs(astronomical)).padStart(6, "0")}-${date}T${time}Z`);
}
