import { DateTime } from "luxon";
import type { Zone } from "#lib/format.ts";

/** For how long an entry can be set aside; `other`: until a time that is entered. */
export const setAsideChoices = ["4h", "tomorrow", "7d", "other"] as const;
export type SetAsideChoice = (typeof setAsideChoices)[number];

/** The API's limit. */
const MAX_DAYS = 366;
const MORNING_HOUR = 9;

/**
 * Until when an entry is set aside, in ISO 8601. Undefined if that is no time in the future, or too far.
 * @param entered of an input for a local time, yyyy-mm-ddThh:mm
 * @param now epoch milliseconds
 */
export function setAsideUntil(
  choice: SetAsideChoice,
  entered: string,
  zone: Zone,
  now: number,
): string | undefined {
  const start = DateTime.fromMillis(now, { zone });
  const until = {
    "4h": () => start.plus({ hours: 4 }),
    tomorrow: () => start.plus({ days: 1 }).set({ hour: MORNING_HOUR }).startOf("hour"),
    "7d": () => start.plus({ days: 7 }),
    other: () => DateTime.fromISO(entered, { zone }),
  }[choice]();
  if (!until.isValid || until <= start || until > start.plus({ days: MAX_DAYS })) return undefined;
  return until.toUTC().toISO();
}
