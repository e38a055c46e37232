import type { Filters } from "./filters.ts";
import type { Format } from "./format.ts";
import { m } from "./paraglide/messages.js";
import type { Span } from "./span-filters.ts";

/** The period that the numbers of a page are of, in words. */
export function spanText(
  { inicio, fim }: Span,
  { periodo }: Pick<Filters, "periodo">,
  format: Format,
): string {
  if (periodo === "personalizado" && inicio && fim) return format.days(inicio, fim);
  if (inicio && fim) return m.period_between({ from: format.toMinute(inicio), to: format.toMinute(fim) });
  if (inicio) return m.period_since({ from: format.toMinute(inicio) });
  if (fim) return m.period_until({ to: format.toMinute(fim) });
  return m.period_all();
}
