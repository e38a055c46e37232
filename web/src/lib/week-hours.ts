import type { FilterProblem, UrlParams } from "./filters.ts";

/** From Monday, as in the API. */
export const weekdays = ["1", "2", "3", "4", "5", "6", "7"] as const;
export type Weekday = (typeof weekdays)[number];

export const dayHours = Array.from({ length: 24 }, (_, hour) => String(hour));

/** Hours of the week by the clocks of the chosen zone, named as in the URL and the API: those of a weekday, those of an hour of the day, or one. */
export interface WeekHours {
  dia_semana: Weekday | undefined;
  hora: string | undefined;
}

export type WeekHourName = keyof WeekHours;

/** Reads the hours from a URL; an absent or empty value means all. A refused value is reported, as one of the filters is. */
export function parseWeekHours(params: UrlParams): { weekHours: WeekHours; problems: FilterProblem[] } {
  const problems: FilterProblem[] = [];
  const read = <Value extends string>(name: WeekHourName, values: readonly Value[]): Value | undefined => {
    const given = params.get(name) || undefined;
    const known = values.find((value) => value === given);
    if (given !== known) problems.push({ name, reason: "unknown", value: given ?? "" });
    return known;
  };
  return { weekHours: { dia_semana: read("dia_semana", weekdays), hora: read("hora", dayHours) }, problems };
}
