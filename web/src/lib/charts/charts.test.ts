import { describe, expect, it } from "vitest";
import { statuses } from "../vocabulary.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { durationsOverTime } from "./durations-over-time.ts";
import { jobsIn, jobsOverTime } from "./jobs-over-time.ts";
import { type SeriesView, seriesOptions } from "./series-options.ts";

const theme: ChartTheme = {
  ink: "ink",
  muted: "muted",
  grid: "grid",
  surface: "surface",
  typical: "typical",
  slow: "slow",
  status: { CONCLUIDO: "green", EM_PROCESSAMENTO: "blue", FALHOU: "red", CANCELADO: "brown" },
};
const view: SeriesView = {
  locale: "pt-BR",
  zone: "America/Manaus",
  interval: "semana",
  theme,
  bucketLabel: (index) => `bucket ${index}`,
  valueLabel: (value) => `${value} jobs`,
};

const buckets = [
  {
    inicio: "2026-11-16T00:00:00-04:00",
    grupos: [
      { valor: "CONCLUIDO", total_enriquecimentos: 7 },
      { valor: "FALHOU", total_enriquecimentos: 2 },
    ],
    duracao_p50_minutos: 5,
    duracao_p95_minutos: 20,
  },
  { inicio: "2026-11-23T00:00:00-04:00", grupos: [], duracao_p50_minutos: null, duracao_p95_minutos: null },
];

describe("jobsOverTime", () => {
  const { data } = jobsOverTime(buckets, (status) => `label of ${status}`, view);

  it("has one labelled and coloured series per status, in display order", () => {
    expect(data.datasets.map(({ label }) => label)).toEqual(statuses.map((status) => `label of ${status}`));
    expect(data.datasets.map(({ backgroundColor }) => backgroundColor)).toEqual([
      "green",
      "blue",
      "red",
      "brown",
    ]);
  });

  it("places each bucket at its start, and shows a status without jobs as zero", () => {
    const x = [Date.parse("2026-11-16T04:00:00Z"), Date.parse("2026-11-23T04:00:00Z")];
    expect(data.datasets[0]?.data).toEqual([
      { x: x[0], y: 7 },
      { x: x[1], y: 0 },
    ]);
    expect(data.datasets[1]?.data.map(({ y }) => y)).toEqual([0, 0]);
  });

  it("counts a bucket's jobs with a status", () => {
    expect(buckets.map((bucket) => jobsIn(bucket, "FALHOU"))).toEqual([2, 0]);
  });
});

describe("durationsOverTime", () => {
  it("has a series per percentile, with a gap where no job finished", () => {
    const { data } = durationsOverTime(buckets, { p50: "median", p95: "slowest" }, view);
    expect(data.datasets.map(({ label, data }) => [label, data.map(({ y }) => y)])).toEqual([
      ["slowest", [20, null]],
      ["median", [5, null]],
    ]);
  });
});

describe("seriesOptions", () => {
  it("has the chosen zone and language on its axis, and no animation", () => {
    const options = seriesOptions(view, true);
    expect(options).toMatchObject({
      animation: false,
      locale: "pt-BR",
      scales: {
        x: {
          adapters: { date: { zone: "America/Manaus", locale: "pt-BR" } },
          time: { unit: "week" },
          stacked: true,
        },
        y: { beginAtZero: true, stacked: true },
      },
    });
  });
});
