import Table from "cli-table3";
import type { ApiMeasurements, Latency } from "./measure-api.ts";

const MIN_NOT_MODIFIED = 5_000;

export interface ApiReport {
  readonly table: string;
  readonly allKept: boolean;
}

interface Line {
  readonly name: string;
  readonly shown: string[];
  readonly goal: string;
  /** For each size; empty without a goal. */
  readonly kept: boolean[];
}

/** @param all in ascending order of the number of jobs */
export function report(all: readonly ApiMeasurements[]): ApiReport {
  const lines = [...latencyLines(all), ...throughputLines(all)];
  const table = new Table({
    head: ["jobs in gold", ...all.map(({ jobs }) => whole(jobs)), "goal", ""],
    style: { head: [], border: [] },
    colAligns: ["left", ...all.map(() => "right" as const), "left", "left"],
  });
  for (const { name, shown, goal, kept } of lines)
    table.push([name, ...shown, goal, kept.length === 0 ? "" : kept.every(Boolean) ? "kept" : "MISSED"]);
  return { table: table.toString(), allKept: lines.every(({ kept }) => kept.every(Boolean)) };
}

const latencyLines = (all: readonly ApiMeasurements[]): Line[] =>
  (all[0]?.latencies ?? []).map(({ kind: { name, goal } }, index) => {
    const latencies = all.flatMap(({ latencies }) => latencies[index] ?? []);
    return {
      name: `${name}: p50, p95, p99, ms`,
      shown: latencies.map(showLatency),
      goal: `p99 < ${goal}`,
      kept: latencies.map(({ p99 }) => p99 < goal),
    };
  });

const throughputLines = (all: readonly ApiMeasurements[]): Line[] => [
  {
    name: "all kinds, 8 connections, requests/s",
    shown: all.map(({ perSecond }) => whole(perSecond)),
    goal: "",
    kept: [],
  },
  {
    name: "304s, 8 connections, requests/s",
    shown: all.map(({ notModifiedPerSecond }) => whole(notModifiedPerSecond)),
    goal: `≥ ${whole(MIN_NOT_MODIFIED)}`,
    kept: all.map(({ notModifiedPerSecond }) => notModifiedPerSecond >= MIN_NOT_MODIFIED),
  },
];

const showLatency = ({ p50, p95, p99 }: Latency): string =>
  [p50, p95, p99].map((ms) => ms.toFixed(1)).join("  ");

const whole = (figure: number): string => figure.toLocaleString("en", { maximumFractionDigits: 0 });
