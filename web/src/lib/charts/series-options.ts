import type { ChartConfiguration, Scale } from "chart.js";
import type { Interval } from "../vocabulary.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { durationTicks } from "./duration-ticks.ts";
import { type ChartTarget, targetRoom } from "./target-line.ts";

const units = { hora: "hour", dia: "day", semana: "week", mes: "month" } as const;

/** Labels of the time axis. The tooltip has the year and the zone. */
const day = { day: "numeric", month: "short" } as const;
const tickFormats: Record<Interval, Intl.DateTimeFormatOptions> = {
  hora: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  dia: day,
  semana: day,
  mes: { month: "short", year: "numeric" },
};

/** Common options of the charts over time. */
export interface SeriesView {
  /** BCP 47. */
  locale: string;
  /** IANA. */
  zone: string;
  interval: Interval;
  theme: ChartTheme;
  /** Label of the bucket at an index, for the tooltip. */
  bucketLabel: (index: number) => string;
  /** Formats a value for the tooltip and the axis. */
  valueLabel: (value: number) => string;
  /** Formats a value for the axis, if that is not the same. */
  tickLabel?: (value: number) => string;
  /** A last line of the tooltip, such as the number of jobs behind the values. */
  footer?: (index: number) => string;
  /** Part of the value axis, also where no value is near; drawn by `targetLine`. */
  target?: ChartTarget | undefined;
}

/** Points are shown where a line has few of them: a bucket between two gaps would be invisible otherwise. */
export const pointRadius = (buckets: number): number => (buckets > 60 ? 1 : 2);

/** Values over time: `x` in epoch milliseconds, `y` null if missing. */
export type SeriesChart = ChartConfiguration<"bar" | "line", { x: number; y: number | null }[]>;

interface AxisOptions {
  stacked?: boolean;
  /** The values that the axis names. */
  logarithmicTicks?: readonly number[];
  /** The values are seconds from 0 on: the axis names round durations. */
  durations?: boolean;
  /** The legend shows lines, with their dashes, and not areas. */
  hasLines?: boolean;
  /** Without a legend: the title names the only series. */
  isSingle?: boolean;
  /** Edges of the value axis. */
  min?: number;
  max?: number;
  /** No fractions on the value axis. */
  wholeNumbers?: boolean;
  /** Edges of the time axis, in epoch milliseconds; otherwise those of the data. */
  span?: { from: number; to: number };
  /** The tooltip leaves out series without a value. */
  presentOnly?: boolean;
}

/** A time axis, a value axis, a tooltip for the whole bucket, and no animation. */
export function seriesOptions(view: SeriesView, axis: AxisOptions = {}): NonNullable<SeriesChart["options"]> {
  const {
    locale,
    zone,
    interval,
    theme,
    bucketLabel,
    valueLabel,
    tickLabel = valueLabel,
    footer,
    target,
  } = view;
  const {
    stacked = false,
    durations = false,
    wholeNumbers = false,
    presentOnly = false,
    hasLines = false,
    isSingle = false,
  } = axis;
  const { logarithmicTicks, min, max, span } = axis;
  const tickFormat = new Intl.DateTimeFormat(locale, { timeZone: zone, ...tickFormats[interval] });
  return {
    animation: false,
    maintainAspectRatio: false,
    locale,
    layout: { padding: targetRoom(target) },
    interaction: { mode: "index", intersect: false },
    scales: {
      x: {
        type: "time",
        stacked,
        offset: span === undefined,
        ...(span && { min: span.from, max: span.to }),
        adapters: { date: { zone, locale } },
        time: { unit: units[interval], isoWeekday: true },
        grid: { display: false },
        border: { color: theme.grid },
        ticks: {
          color: theme.muted,
          maxRotation: 0,
          autoSkipPadding: 16,
          callback: (value: number | string) => tickFormat.format(Number(value)),
        },
      },
      y: {
        stacked,
        ...(logarithmicTicks
          ? {
              type: "logarithmic" as const,
              afterBuildTicks: (scale: Scale) => {
                scale.ticks = logarithmicTicks
                  .filter((value) => value >= scale.min && value <= scale.max)
                  .map((value) => ({ value }));
              },
            }
          : { type: "linear" as const, beginAtZero: true }),
        ...(durations && {
          afterBuildTicks: (scale: Scale) => {
            scale.ticks = durationTicks(scale.max).map((value) => ({ value }));
          },
        }),
        ...(target && { suggestedMin: target.value, suggestedMax: target.value }),
        ...(min !== undefined && { min }),
        ...(max !== undefined && { max }),
        grid: { color: theme.grid },
        border: { display: false },
        ticks: {
          color: theme.muted,
          maxTicksLimit: 6,
          ...(wholeNumbers && { precision: 0 }),
          callback: (value: number | string) => tickLabel(Number(value)),
        },
      },
    },
    plugins: {
      legend: {
        display: !isSingle,
        position: "bottom",
        align: "start",
        labels: {
          // Not in the order of drawing.
          sort: (a, b) => (a.datasetIndex ?? 0) - (b.datasetIndex ?? 0),
          color: theme.muted,
          // Point styles would be those of the first bucket, which may be hatched.
          boxWidth: 10,
          boxHeight: 10,
          useBorderRadius: true,
          borderRadius: 3,
          padding: 16,
          ...(hasLines && { usePointStyle: true, pointStyle: "line" as const, pointStyleWidth: 24 }),
        },
      },
      tooltip: {
        itemSort: (a, b) => a.datasetIndex - b.datasetIndex,
        usePointStyle: true,
        boxWidth: 8,
        boxHeight: 8,
        boxPadding: 5,
        padding: 10,
        backgroundColor: theme.surface,
        borderColor: theme.grid,
        borderWidth: 1,
        titleColor: theme.ink,
        bodyColor: theme.ink,
        footerColor: theme.muted,
        footerFont: { weight: "normal" },
        ...(presentOnly && { filter: ({ parsed }) => parsed.y !== null }),
        callbacks: {
          title: ([first]) => (first ? bucketLabel(first.dataIndex) : ""),
          label: ({ dataset, parsed }) =>
            `${dataset.label}: ${parsed.y === null ? "–" : valueLabel(parsed.y)}`,
          footer: ([first]) => (first && footer ? footer(first.dataIndex) : ""),
        },
      },
    },
  };
}
