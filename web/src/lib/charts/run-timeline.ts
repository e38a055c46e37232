import type { Plugin } from "chart.js";
import type { Tone } from "../components/Badge.svelte";
import { hasSucceeded, outcomeTones } from "../outcome-tones.ts";
import type { MissedRuns, RunOutcome, TimelineRun } from "../pipeline.ts";
import { runOutcomes } from "../run-filters.ts";
import { hatch } from "./hatch.ts";
import { type ChartSpan, runsOverTime } from "./runs-over-time.ts";
import type { SeriesChart, SeriesView } from "./series-options.ts";

/** Half the width of the widest sign, in pixels. */
const HALF_SIGN = 6;

/** Above the bar of a run that did not succeed, so that colour does not say it alone. */
const signs: Record<Tone, string | undefined> = {
  good: undefined,
  info: "…",
  warn: "!",
  bad: "×",
  neutral: "–",
};

/** A run of a moment is visible too, in pixels. */
const MIN_BAR = 3;

interface TimelineView<Run> extends SeriesView {
  outcomeLabel: (outcome: RunOutcome) => string;
  /** Seconds that a run has taken so far. */
  duration: (run: Run) => number;
}

/** Runs at their time, as long as they took, in the colour of their outcome; spans without an expected run are hatched. */
export function runTimeline<Run extends Pick<TimelineRun, "started_at" | "outcome">>(
  runs: readonly Run[],
  missed: readonly MissedRuns[],
  span: ChartSpan,
  view: TimelineView<Run>,
): SeriesChart {
  const { theme, outcomeLabel, duration } = view;
  const shown = new Set(runs.map(({ outcome }) => shownAs(outcome)));
  const series = runOutcomes
    .filter((outcome) => shown.has(outcome))
    .map((outcome) => ({
      label: outcomeLabel(outcome),
      colour: theme.tone[outcomeTones[outcome]],
      value: (run: Run) => (shownAs(run.outcome) === outcome ? duration(run) : null),
    }));
  return {
    ...runsOverTime(runs, series, span, view, { durations: true, minBarLength: MIN_BAR }),
    plugins: [
      missedSpans(missed, theme.muted),
      barSigns(
        runs.map(({ outcome }) => signs[outcomeTones[shownAs(outcome)]]),
        theme.ink,
      ),
    ],
  };
}

export const shownAs = (outcome: RunOutcome): RunOutcome => (hasSucceeded(outcome) ? "succeeded" : outcome);

const missedSpans = (missed: readonly MissedRuns[], colour: string): Plugin<"bar" | "line"> => ({
  id: "missed-spans",
  beforeDatasetsDraw({ ctx, chartArea: { left, right, top, bottom }, scales }) {
    const axis = scales.x;
    if (!axis) return;
    ctx.save();
    ctx.globalAlpha = 0.45;
    ctx.fillStyle = hatch(ctx, colour);
    for (const { from_at, to_at } of missed) {
      const start = Math.max(left, axis.getPixelForValue(Date.parse(from_at)));
      const end = Math.min(right, axis.getPixelForValue(Date.parse(to_at)));
      if (end > start) ctx.fillRect(start, top, end - start, bottom - top);
    }
    ctx.restore();
  },
});

const hasValue = (point: unknown): boolean =>
  typeof point === "object" && point !== null && "y" in point && point.y !== null;

/** @param signs of the bars, by index */
const barSigns = (signs: readonly (string | undefined)[], colour: string): Plugin<"bar" | "line"> => ({
  id: "bar-signs",
  afterDatasetsDraw(chart) {
    const { ctx, chartArea } = chart;
    ctx.save();
    ctx.fillStyle = colour;
    ctx.font = "700 13px system-ui, sans-serif";
    ctx.textAlign = "center";
    for (const [place, { data }] of chart.data.datasets.entries())
      for (const [index, bar] of chart.getDatasetMeta(place).data.entries()) {
        const sign = signs[index];
        if (sign && hasValue(data[index]))
          ctx.fillText(sign, Math.min(bar.x, chartArea.right - HALF_SIGN), bar.y - 4);
      }
    ctx.restore();
  },
});
