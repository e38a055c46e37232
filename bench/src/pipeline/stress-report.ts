import Table from "cli-table3";
import type { StressedLoad } from "./stressed-source.ts";

export interface StressReport {
  readonly table: string;
  readonly allKept: boolean;
}

export function reportStress(loads: readonly StressedLoad[]): StressReport {
  const table = new Table({
    head: [
      "source",
      "records",
      "reader, s",
      "pipeline, s",
      "requests",
      "429s",
      "floor, s",
      "ratio",
      "goal",
      "",
    ],
    style: { head: [], border: [] },
  });
  for (const load of loads) {
    const { source, pipeline, comparedSeconds } = load;
    table.push([
      source.name,
      source.records.toLocaleString("en"),
      load.readerSeconds.toFixed(1),
      pipeline ? pipeline.seconds.toFixed(1) : `> ${load.stoppedAfterSeconds.toFixed(0)}, stopped`,
      pipeline?.requests ?? "",
      pipeline?.rateLimited ?? "",
      `${source.requestsPerSecond ? "the limit" : "the reader"}, ${comparedSeconds.toFixed(1)}`,
      pipeline ? ratio(pipeline.seconds, comparedSeconds) : "",
      `≤ ${source.bound}`,
      isKept(load) ? "kept" : "MISSED",
    ]);
  }
  return { table: table.toString(), allKept: loads.every(isKept) };
}

const ratio = (seconds: number, compared: number): string => (seconds / compared).toFixed(2);

const isKept = ({ source, pipeline, comparedSeconds }: StressedLoad): boolean =>
  pipeline !== null && pipeline.seconds <= source.bound * comparedSeconds;
