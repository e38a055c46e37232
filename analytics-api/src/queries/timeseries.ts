import type { Filters } from "../schemas/filters.ts";
import { type Dimension, dimensions, type Measures } from "../schemas/measures.ts";
import { readPercentiles } from "../sql/duration-percentiles.ts";
import { measuresOf, readJobSums, sumOf } from "../sql/job-sums.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import { type CalendarBucket, type Interval, readCalendar } from "./calendar.ts";
import type { Extent } from "./extent.ts";

export interface Bucket extends CalendarBucket {
  medidas: Measures;
  /** In the order of the dimension's values; empty when the series is not split. */
  grupos: (Measures & { valor: string })[];
}

/** Every bucket of `interval` that touches `extent`, also the empty ones, oldest first. */
export async function readTimeseries(
  sql: Snapshot,
  filters: Filters,
  extent: Extent,
  interval: Interval,
  by: Dimension | undefined,
): Promise<Bucket[]> {
  const calendar = await readCalendar(sql, extent, interval, filters.zone);
  const shown = { ...filters, ...spanOf(calendar, filters) };
  const beginnings = calendar.map(({ inicio }) => inicio);
  const groups = await readJobSums(sql, shown, by ? [by] : [], { beginnings });
  const jobs = sumOf(groups, "total_enriquecimentos");
  const percentiles = await readPercentiles(sql, shown, { jobs, beginnings, by });
  const groupsOf = Map.groupBy(groups, ({ bucket }) => bucket);
  const values = by ? dimensions[by] : [];
  return calendar.map((calendarBucket, index) => {
    const bucket = index + 1;
    const own = groupsOf.get(bucket) ?? [];
    // The value comes last: V8 copies some hundred objects three times as fast where nothing stands before them.
    const grupos = values.map((valor) => ({
      ...measuresOf(by ? own.filter((group) => group[by] === valor) : [], percentiles(bucket, valor)),
      valor,
    }));
    return { ...calendarBucket, medidas: measuresOf(own, percentiles(bucket)), grupos };
  });
}

/** The part of the filters' period that lies in the calendar's buckets. */
function spanOf(calendar: readonly CalendarBucket[], { from, to }: Filters): Partial<Extent> {
  const begin = calendar.at(0)?.inicio;
  const end = calendar.at(-1)?.fim;
  return {
    ...(begin && { from: from && from > begin ? from : begin }),
    ...(end && { to: to && to < end ? to : end }),
  };
}
