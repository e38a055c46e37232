import { DateTime } from "luxon";

/** The first and the last year of PostgreSQL's `timestamptz`, counted without a year between BC and AD. */
const FIRST_YEAR = -4_713;
const LAST_YEAR = 294_276;

/** Whether PostgreSQL could have written `text` for a `timestamptz` in UTC: `infinity`, and years BC, too. */
export function isInstantText(text: string): boolean {
  if (text === "infinity" || text === "-infinity") return true;
  const written = /^(\d{4,6})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.\d{1,6})?\+00( BC)?$/.exec(text);
  if (!written) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = written.slice(1, 7).map(Number);
  const counted = written[7] ? 1 - year : year;
  if (year < 1 || hour > 23 || counted < FIRST_YEAR || counted > LAST_YEAR) return false;
  // PostgreSQL's first year begins in November; nothing of it matters enough to tell its days apart.
  if (counted === FIRST_YEAR) return false;
  // The calendar repeats itself every 400 years, and luxon knows no years as far away as PostgreSQL's.
  const likeYear = 2_000 + (((counted % 400) + 400) % 400);
  return DateTime.fromObject({ year: likeYear, month, day, hour, minute, second }, { zone: "utc" }).isValid;
}
