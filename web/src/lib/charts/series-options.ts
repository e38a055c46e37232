import type { ChartConfiguration } from "chart.js";
import type { Interval } from "../vocabulary.ts";
import type { ChartTheme } from "./chart-theme.ts";

const units = { hora: "hour", dia: "day", semana: "week", mes: "month" } as const;

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
}

/** Values over time: `x` in epoch milliseconds, `y` null if missing. */
export type SeriesChart = ChartConfiguration<"bar" | "line", { x: number; y: number | null }[]>;

/** A time axis, a value axis from zero, a tooltip for the whole bucket, and no animation. */
export function seriesOptions(view: SeriesView, stacked: boolean): NonNullable<SeriesChart["options"]> {
  const { locale, zone, interval, theme, bucketLabel, valueLabel } = view;
  return {
    animation: false,
    maintainAspectRatio: false,
    locale,
    interaction: { mode: "index", intersect: false },
    scales: {
      x: {
        type: "time",
        stacked,
        offset: true,
        adapters: { date: { zone, locale } },
        time: { unit: units[interval], isoWeekday: true },
        grid: { display: false },
        border: { color: theme.grid },
        ticks: { color: theme.muted, maxRotation: 0, autoSkipPadding: 16 },
      },
      y: {
        stacked,
        beginAtZero: true,
        grid: { color: theme.grid },
        border: { display: false },
        ticks: { color: theme.muted, maxTicksLimit: 6, callback: (value) => valueLabel(Number(value)) },
      },
    },
    plugins: {
      legend: {
        position: "bottom",
        align: "start",
        labels: {
          color: theme.muted,
          usePointStyle: true,
          pointStyle: "rectRounded",
          boxHeight: 8,
          padding: 16,
        },
      },
      tooltip: {
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
        callbacks: {
          title: ([first]) => (first ? bucketLabel(first.dataIndex) : ""),
          label: ({ dataset, parsed }) => `${dataset.label}: ${valueLabel(parsed.y ?? 0)}`,
        },
      },
    },
  };
}
