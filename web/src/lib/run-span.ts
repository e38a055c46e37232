import type { UrlParams } from "./filters.ts";
import { m } from "./paraglide/messages.js";

/** The spans of the charts of runs, as in the URL of the pipeline page. */
export const runSpans = ["24h", "7d", "30d"] as const;
export type RunSpan = (typeof runSpans)[number];

export const runSpanLabels: Record<RunSpan, () => string> = {
  "24h": m.period_24h,
  "7d": m.period_7d,
  "30d": m.period_30d,
};

/** Reads the span from a URL. What is unknown is the shortest. */
export const parseRunSpan = (params: UrlParams): RunSpan =>
  runSpans.find((span) => span === params.get("execucoes")) ?? "24h";

const spanHours: Record<RunSpan, number> = { "24h": 24, "7d": 7 * 24, "30d": 30 * 24 };

/** When a span that ends now began, to the minute. @param now epoch milliseconds */
export const startOf = (span: RunSpan, now: number): string =>
  new Date(Math.floor(now / 60_000) * 60_000 - spanHours[span] * 3_600_000).toISOString();

/** The sums that show a span; undefined where each run is shown. */
export const historyOf: Record<RunSpan, { days: number; interval: "hour" | "day" } | undefined> = {
  "24h": undefined,
  "7d": { days: 7, interval: "hour" },
  "30d": { days: 30, interval: "day" },
};
