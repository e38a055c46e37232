import Table from "cli-table3";
import type { ApiMeasurements, Latency } from "./measure-api.ts";

/** In milliseconds. */
const MOST_P99 = 25;
/** Of the medians: what grows with the rows shows there, not in the rare request that the machine held up. */
const MOST_GROWTH = 1.5;
const LEAST_NOT_MODIFIED = 5_000;

export interface ApiReport {
  readonly table: string;
  readonly allKept: boolean;
}

interface Line {
  readonly name: string;
  readonly shown: string[];
  readonly goal: string;
  /** By size; empty when nothing is promised. */
  readonly kept: boolean[];
}

/** @param all by number of jobs, the smallest first */
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

function latencyLines(all: readonly ApiMeasurements[]): Line[] {
  const [smallest] = all;
  return (smallest?.latencies ?? []).map(({ kind: { name, promised }, p50 }, index) => {
    const latencies = all.flatMap(({ latencies }) => latencies[index] ?? []);
    const growth = Math.max(...latencies.map((latency) => latency.p50)) / p50;
    return {
      name: `${name}: p50, p95, p99, ms`,
      shown: latencies.map(showLatency),
      goal: promised ? `p99 < ${MOST_P99}, p50 within ${MOST_GROWTH} times (${growth.toFixed(2)})` : "",
      kept: promised ? [...latencies.map(({ p99 }) => p99 < MOST_P99), growth <= MOST_GROWTH] : [],
    };
  });
}

const throughputLines = (all: readonly ApiMeasurements[]): Line[] => [
  {
    name: "all of the promised kinds, 8 connections, requests/s",
    shown: all.map(({ perSecond }) => whole(perSecond)),
    goal: "",
    kept: [],
  },
  {
    name: "304s, 8 connections, requests/s",
    shown: all.map(({ notModifiedPerSecond }) => whole(notModifiedPerSecond)),
    goal: `≥ ${whole(LEAST_NOT_MODIFIED)}`,
    kept: all.map(({ notModifiedPerSecond }) => notModifiedPerSecond >= LEAST_NOT_MODIFIED),
  },
];

const showLatency = ({ p50, p95, p99 }: Latency): string =>
  [p50, p95, p99].map((ms) => ms.toFixed(1)).join("  ");

const whole = (figure: number): string => figure.toLocaleString("en", { maximumFractionDigits: 0 });
