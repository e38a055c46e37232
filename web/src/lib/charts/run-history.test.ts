import { describe, expect, it, vi } from "vitest";
import type { ChartTheme } from "./chart-theme.ts";
import { runCounts, runDurations } from "./run-history.ts";
import type { SeriesView } from "./series-options.ts";

const theme = { surface: "surface", slow: "slow", typical: "typical" } as ChartTheme;
const view: SeriesView = {
  locale: "pt-BR",
  zone: "America/Sao_Paulo",
  interval: "dia",
  theme,
  bucketLabel: (index) => `day ${index}`,
  valueLabel: (value) => `${value}`,
};

const buckets = [
  {
    start_at: "2026-11-22T03:00:00.000Z",
    complete: true,
    failed: 2,
    missed: 0,
    duration: { runs: 288, median_seconds: 8, longest_seconds: 12 },
  },
  {
    start_at: "2026-11-23T03:00:00.000Z",
    complete: false,
    failed: 0,
    missed: 3,
    duration: { runs: 0, median_seconds: null, longest_seconds: null },
  },
];
type Bucket = (typeof buckets)[number];

describe("runCounts", () => {
  const { data } = runCounts(
    buckets,
    [
      { label: "failed", colour: "red", value: (bucket: Bucket) => bucket.failed },
      { label: "missed", colour: "grey", value: (bucket: Bucket) => bucket.missed, isHollow: true },
    ],
    view,
  );

  it("has a bar at the start of each bucket, and none for a count of zero", () => {
    const [first, second] = buckets.map(({ start_at }) => Date.parse(start_at));
    expect(data.datasets.map(({ label, data }) => [label, data])).toEqual([
      [
        "failed",
        [
          { x: first, y: 2 },
          { x: second, y: null },
        ],
      ],
      [
        "missed",
        [
          { x: first, y: null },
          { x: second, y: 3 },
        ],
      ],
    ]);
  });

  it("tells series and incomplete buckets apart without colour", () => {
    const pattern = {};
    const pen = { fillRect() {}, beginPath() {}, moveTo() {}, lineTo() {}, stroke() {} };
    vi.stubGlobal("document", { createElement: () => ({ getContext: () => pen }) });
    const chart = { ctx: { createPattern: () => pattern } };
    const fills = data.datasets.map(({ backgroundColor }) =>
      buckets.map((_, dataIndex) => (backgroundColor as (bar: object) => unknown)({ chart, dataIndex })),
    );
    expect(fills).toEqual([
      ["red", pattern],
      ["surface", "surface"],
    ]);
    expect(data.datasets.map(({ borderColor }) => borderColor)).toEqual(["surface", "grey"]);
    vi.unstubAllGlobals();
  });
});

describe("runDurations", () => {
  it("has the longest and the median in steps, with a gap where no run measured it", () => {
    const { data } = runDurations(
      buckets,
      ({ duration }) => duration,
      { median: "median", longest: "longest" },
      view,
    );
    expect(data.datasets.map(({ label, data }) => [label, data.map(({ y }) => y)])).toEqual([
      ["longest", [12, null]],
      ["median", [8, null]],
    ]);
    for (const dataset of data.datasets) expect(dataset).toMatchObject({ stepped: "middle" });
  });
});
