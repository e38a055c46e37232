import type { Labels } from "./labels.ts";
import { m } from "./paraglide/messages.js";
import type { Weekday, WeekHours } from "./week-hours.ts";

export const weekdayLabels: Labels<Weekday> = {
  1: m.weekdays_1,
  2: m.weekdays_2,
  3: m.weekdays_3,
  4: m.weekdays_4,
  5: m.weekdays_5,
  6: m.weekdays_6,
  7: m.weekdays_7,
};

export const dayHourLabel = (hour: string): string =>
  m.day_hour({ from: Number(hour), to: Number(hour) + 1 });

/** Such as "segundas-feiras, 14h–15h"; empty for all hours. */
export const weekHoursSummary = ({ dia_semana, hora }: WeekHours): string =>
  [dia_semana && weekdayLabels[dia_semana](), hora && dayHourLabel(hora)].filter(Boolean).join(", ");
