import { describe, expect, it, vi } from "vitest";
import type { RunOutcome } from "../pipeline.ts";
import { statuses } from "../vocabulary.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { durationsOverTime } from "./durations-over-time.ts";
import { earlierJobs, jobsIn, jobsOverTime } from "./jobs-over-time.ts";
import { runTimeline } from "./run-timeline.ts";
import { type SeriesView, seriesOptions } from "./series-options.ts";
import { successOverTime } from "./success-over-time.ts";
import type { ChartTarget } from "./target-line.ts";

const theme: ChartTheme = {
  ink: "ink",
  muted: "muted",
  grid: "grid",
  surface: "surface",
  typical: "typical",
  slow: "slow",
  band: "band",
  earlier: "earlier",
  status: { CONCLUIDO: "green", EM_PROCESSAMENTO: "blue", FALHOU: "red", CANCELADO: "brown" },
  tone: { good: "green", info: "blue", warn: "yellow", bad: "red", neutral: "grey" },
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
    completo: true,
    anterior: null,
    total_enriquecimentos: 50,
    em_processamento: 10,
    necessitam_reprocessamento: 4,
    taxa_sucesso: 0.9,
    grupos: [
      { valor: "CONCLUIDO", total_enriquecimentos: 7 },
      { valor: "FALHOU", total_enriquecimentos: 2 },
    ],
    duracao_p50_minutos: 5,
    duracao_p95_minutos: 20,
  },
  {
    inicio: "2026-11-23T00:00:00-04:00",
    completo: false,
    anterior: null,
    total_enriquecimentos: 19,
    em_processamento: 0,
    necessitam_reprocessamento: 19,
    taxa_sucesso: 0,
    grupos: [],
    duracao_p50_minutos: 3,
    duracao_p95_minutos: 4,
  },
];

describe("jobsOverTime", () => {
  const labels = { status: (status: string) => `label of ${status}`, earlier: "earlier" };
  const { data } = jobsOverTime(buckets, labels, [], view);

  it("has one labelled series per status, in display order", () => {
    expect(data.datasets.map(({ label }) => label)).toEqual(statuses.map((status) => `label of ${status}`));
  });

  it("fills complete buckets with the colour of the status, and others with a pattern", () => {
    const pattern = {};
    const pen = { fillRect() {}, beginPath() {}, moveTo() {}, lineTo() {}, stroke() {} };
    vi.stubGlobal("document", { createElement: () => ({ getContext: () => pen }) });
    const chart = { ctx: { createPattern: () => pattern } };
    const fills = data.datasets.map(({ backgroundColor }) =>
      buckets.map((_, dataIndex) => (backgroundColor as (bar: object) => unknown)({ chart, dataIndex })),
    );
    expect(fills).toEqual(["green", "blue", "red", "brown"].map((colour) => [colour, pattern]));
    vi.unstubAllGlobals();
  });

  it("places each bucket at its start, and shows a status without jobs as zero", () => {
    const x = [Date.parse("2026-11-16T04:00:00Z"), Date.parse("2026-11-23T04:00:00Z")];
    expect(data.datasets[0]?.data).toEqual([
      { x: x[0], y: 7 },
      { x: x[1], y: 0 },
    ]);
    expect(data.datasets[1]?.data.map(({ y }) => y)).toEqual([0, 0]);
  });

  it("has a line of an earlier period, where its jobs are known", () => {
    const compared = buckets.map((bucket, index) => ({ ...bucket, anterior: index === 0 ? 12 : null }));
    const { data } = jobsOverTime(compared, labels, [], view);
    expect(data.datasets.at(-1)).toMatchObject({ type: "line", label: "earlier" });
    expect(data.datasets.at(-1)?.data.map(({ y }) => y)).toEqual([12, null]);
    expect(earlierJobs(compared)).toBe(12);
    expect(earlierJobs(buckets)).toBeNull();
  });

  it("counts a bucket's jobs with a status", () => {
    expect(buckets.map((bucket) => jobsIn(bucket, "FALHOU"))).toEqual([2, 0]);
  });
});

describe("durationsOverTime", () => {
  it("has a series per percentile, with a gap where too few jobs finished", () => {
    const { data } = durationsOverTime(buckets, { p50: "median", p95: "slowest" }, view);
    expect(data.datasets.map(({ label, data }) => [label, data.map(({ y }) => y)])).toEqual([
      ["slowest", [20, null]],
      ["median", [5, null]],
    ]);
  });
});

describe("successOverTime", () => {
  it("has the rate and the edges of its confidence interval", () => {
    const { data } = successOverTime(buckets, { rate: "rate", low: "low", high: "high" }, view);
    const [rate, low, high] = data.datasets.map(({ data }) => data.map(({ y }) => y));
    expect(rate).toEqual([0.9, 0]);
    // 36 of 40, and 0 of 19.
    expect(low?.map((value) => value?.toFixed(3))).toEqual(["0.769", "0.000"]);
    expect(high?.map((value) => value?.toFixed(3))).toEqual(["0.960", "0.168"]);
  });

  it("shows a target that is lower than all values", () => {
    const good = buckets.slice(0, 1);
    const labels = { rate: "rate", low: "low", high: "high" };
    const axisOf = (target?: ChartTarget) =>
      successOverTime(good, labels, { ...view, target }).options?.scales?.y?.min;
    expect(axisOf()).toBeCloseTo(0.6);
    expect(axisOf({ value: 0.5, label: "target" })).toBeCloseTo(0.4);
  });
});

describe("seriesOptions", () => {
  it("has the chosen zone and language on its axis, and no animation", () => {
    const options = seriesOptions(view, { stacked: true });
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

describe("runTimeline", () => {
  const run = (hour: number, outcome: RunOutcome) => ({
    started_at: `2026-11-23T${hour}:00:00-03:00`,
    outcome,
    duration_seconds: outcome === "running" ? null : hour,
  });
  const runs = [
    run(10, "failed"),
    run(11, "succeeded"),
    run(12, "succeeded_with_findings"),
    run(13, "running"),
  ];
  const span = { from: 0, to: 1 };
  const { data, options } = runTimeline(runs, [], span, {
    ...view,
    outcomeLabel: (outcome) => outcome,
    duration: ({ duration_seconds }) => duration_seconds ?? 1,
  });

  it("has a series for each outcome, with the duration of its runs only", () => {
    expect(data.datasets.map(({ label, data }) => [label, ...data.map(({ y }) => y)])).toEqual([
      ["running", null, null, null, 1],
      ["succeeded", null, 11, 12, null],
      ["failed", 10, null, null, null],
    ]);
  });

  it("shows the whole span, also where no run was", () => {
    expect(options?.scales?.x).toMatchObject({ min: span.from, max: span.to });
  });
});
