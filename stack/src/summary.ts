import Table from "cli-table3";
import type { StackConfig } from "./config.ts";
import type { RunFigures, RunResult } from "./first-run.ts";
import type { Stack } from "./start-stack.ts";

/** The URLs and the data folder, as a table. */
export function describeStack({ urls }: Stack, { external, dataDir, isLocal }: StackConfig): string {
  return toTable([
    ["Dashboard", urls.dashboard],
    ...signIn(isLocal),
    ["Analytics API", `${urls.analyticsApi}/docs`],
    ["Source API", external.source ? urls.sourceApi : `${urls.sourceApi}/docs`],
    ["Temporal Web UI", urls.temporalUi ?? "external: TEMPORAL_UI_URL is not set"],
    ["Data and logs", dataDir],
  ]);
}

/** Where others can reach the dashboard, reading requires a key. */
const signIn = (isLocal: boolean): [string, string][] =>
  isLocal ? [] : [["Sign in", 'pnpm run pipeline keys create --name "you" --scope operator']];

/** The result of a run: its figures as a table, or the reason why there are none. */
export function describeRun(result: RunResult): string {
  if ("busyWith" in result) return `Run ${result.busyWith.runNumber}, started by the schedule, is active.`;
  if ("error" in result)
    return `The run ended as ${withSpaces(result.outcome)}: ${result.error} The schedule tries again every 5 minutes.`;
  return [
    describeFigures(result),
    ...result.findings.map(({ detail, remedy }) => `${detail}\n→ ${remedy}`),
  ].join("\n");
}

const withSpaces = (name: string): string => name.replaceAll("_", " ");

function describeFigures(figures: RunFigures): string {
  return toTable([
    ["Run", `${figures.runNumber} (${withSpaces(figures.kind)}), ${withSpaces(figures.outcome)}`],
    ["Records read", figures.recordsRead],
    ["New versions in bronze", figures.versionsWritten],
    ["Gold rows", `${figures.goldInserted} inserted, ${figures.goldUpdated} updated`],
    ["Rejected", figures.rejected],
    ["Requests", `${figures.requests}, of which ${figures.rateLimited} rate-limited`],
    ["Seconds", figures.seconds],
  ]);
}

function toTable(rows: [string, string | number][]): string {
  // No lines between the rows.
  const table = new Table({
    style: { border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  table.push(...rows);
  return table.toString();
}
