import type { ChartConfiguration } from "chart.js";
import type { Interval } from "../vocabulary.ts";
import type { ChartTheme } from "./chart-theme.ts";

const units = { hora: "hour", dia: "day", semana: "week", mes: "month" } as const;

/** What every chart over time has in common. */
export interface SeriesView {
  /** BCP 47. */
  locale: string;
  /** IANA. */
  zone: string;
  interval: Interval;
  theme: ChartTheme;
  /** What the tooltip calls the bucket at a place. */
  bucketLabel: (place: number) => string;
  /** How the tooltip and the axis write a value. */
  valueLabel: (value: number) => string;
}

/** Values over time: `x` in epoch milliseconds, `y` null where there is none. */
export type SeriesChart = ChartConfiguration<"bar" | "line", { x: number; y: number | null }[]>;

/** Time below, values from zero at the left, a tooltip over the whole bucket, and no motion. */
export function seriesOptions(view: SeriesView, stacked: boolean): NonNullable<SeriesChart["options"]> {
  const { locale, zone, interval, theme, bucketLabel, valueLabel } = view;
  return {
    animation: false,
    maintainAspectRatio: false,
    locale,
    color: theme.text,
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
        ticks: { color: theme.text, maxRotation: 0, autoSkipPadding: 16 },
      },
      y: {
        stacked,
        beginAtZero: true,
        grid: { color: theme.grid },
        border: { display: false },
        ticks: { color: theme.text, maxTicksLimit: 6, callback: (value) => valueLabel(Number(value)) },
      },
    },
    plugins: {
      legend: {
        position: "bottom",
        align: "start",
        labels: { color: theme.text, usePointStyle: true, pointStyle: "rectRounded", boxHeight: 8, padding: 16 },
      },
      tooltip: {
        usePointStyle: true,
        callbacks: {
          title: ([first]) => (first ? bucketLabel(first.dataIndex) : ""),
          label: ({ dataset, parsed }) => `${dataset.label}: ${valueLabel(parsed.y ?? 0)}`,
        },
      },
    },
  };
}
