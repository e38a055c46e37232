import Table from "cli-table3";
import type { RunFigures } from "./first-run.ts";
import type { Stack } from "./start-stack.ts";

/** Where everything is, as a table. */
export function describeStack({ urls }: Stack, dataDir: string): string {
  return toTable([
    ["Dashboard", urls.dashboard],
    ["Analytics API", `${urls.analyticsApi}/docs`],
    ["Source API", urls.sourceApi],
    ["Temporal Web UI", urls.temporalUi ?? "yours"],
    ["Data and logs", dataDir],
  ]);
}

/** The figures of one run, as a table. */
export function describeRun(figures: RunFigures): string {
  return toTable([
    ["Run", `${figures.runNumber}, ${figures.outcome}`],
    ["Records read", figures.recordsRead],
    ["New versions in bronze", figures.versionsWritten],
    ["Gold rows", `${figures.goldInserted} inserted, ${figures.goldUpdated} updated`],
    ["Rejected", figures.rejected],
    ["Requests", `${figures.requests}, of which ${figures.rateLimited} rate-limited`],
    ["Seconds", figures.seconds],
  ]);
}

function toTable(rows: [string, string | number][]): string {
  const table = new Table({ style: { head: [], border: [] } });
  table.push(...rows);
  return table.toString();
}
