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
