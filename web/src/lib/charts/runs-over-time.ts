import { type SeriesChart, type SeriesView, seriesOptions } from "./series-options.ts";
import { targetLine, targetRoom } from "./target-line.ts";

export interface RunSeries<Run> {
  label: string;
  colour: string;
  /** Null: the run has no bar in this series. */
  value: (run: Run) => number | null;
}

/** From and to, in epoch milliseconds. */
export interface ChartSpan {
  from: number;
  to: number;
}

/** In pixels; a day's runs of every five minutes fit beside each other. By the gaps, those of runs seconds apart would be invisible. */
const BAR_THICKNESS = 3;

/** Room above the bars for signs, in pixels. */
const HEADROOM = 16;

/** A bar for each run at the time of its start; several series are stacked. The axis is the whole span, also where no run was. */
export function runsOverTime<Run extends { started_at: string }>(
  runs: readonly Run[],
  series: readonly RunSeries<Run>[],
  span: ChartSpan,
  view: SeriesView,
  { minBarLength = 0, ...axis }: { wholeNumbers?: boolean; durations?: boolean; minBarLength?: number } = {},
): SeriesChart {
  return {
    type: "bar",
    data: {
      datasets: series.map(({ label, colour, value }) => ({
        label,
        data: runs.map((run) => ({ x: Date.parse(run.started_at), y: value(run) })),
        backgroundColor: colour,
        barThickness: BAR_THICKNESS,
        minBarLength,
      })),
    },
    options: {
      ...seriesOptions(view, { stacked: true, span, presentOnly: true, ...axis }),
      layout: { padding: { ...targetRoom(view.target), top: HEADROOM } },
    },
    plugins: targetLine(view),
  };
}
