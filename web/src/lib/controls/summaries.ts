import { type Filters, isDay } from "#lib/filters.ts";
import type { Format } from "#lib/format.ts";
import { periodLabels } from "#lib/labels.ts";
import { m } from "#lib/paraglide/messages.js";

/** What a control shows of several chosen values: none means all. */
export function choiceSummary<Value extends string>(
  chosen: readonly Value[],
  nameOf: (value: Value) => string,
): string {
  const [only, ...others] = chosen;
  if (only === undefined) return m.filter_all();
  return others.length === 0 ? nameOf(only) : m.filter_chosen({ count: chosen.length });
}

/** What the control of the period shows. Both days of a range are in it. */
export function periodSummary({ periodo, data_inicio, data_fim }: Filters, format: Format): string {
  if (periodo !== "personalizado") return periodLabels[periodo]();
  const show = (edge: string) => (isDay(edge) ? format.date(edge) : format.toMinute(edge));
  if (data_inicio && data_fim)
    return isDay(data_inicio) && isDay(data_fim)
      ? format.dates(data_inicio, data_fim)
      : m.period_between({ from: show(data_inicio), to: show(data_fim) });
  if (data_inicio) return m.filter_dates_since({ date: show(data_inicio) });
  return data_fim ? m.filter_dates_until({ date: show(data_fim) }) : periodLabels.tudo();
}
