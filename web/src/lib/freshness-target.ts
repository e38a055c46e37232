import type { ChartTarget } from "./charts/target-line.ts";
import type { Column } from "./components/ChartTable.svelte";
import type { Format } from "./format.ts";
import { m } from "./paraglide/messages.js";
import { keptText, timeKept } from "./target-sentences.ts";
import type { Targets } from "./targets.ts";

/** The target for the age of the data, as the charts of runs show it: in seconds. Undefined if none is set. */
export function freshnessTarget(freshness: Targets["idade_dados_minutos"], format: Format) {
  if (!freshness) return undefined;
  const label = m.target_of({ target: format.minutes(freshness.alvo) });
  const line: ChartTarget = { value: freshness.alvo * 60, label };
  const share = timeKept(freshness.parte_cumprida, format);
  return {
    line,
    summary: m.chart_target({ target: share === undefined ? label : `${label}, ${share}` }),
    /** Whether each row's age, in seconds, kept it. */
    column: <Row>(age: (row: Row) => number | null): Column<Row> => {
      const isKept = (row: Row) => {
        const seconds = age(row);
        return seconds === null ? null : Number(seconds <= line.value);
      };
      return { name: label, value: isKept, figure: (row) => keptText(isKept(row)) };
    },
  };
}
