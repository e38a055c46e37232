import { parseArgs } from "node:util";
import { WORKSPACES } from "@enrichment-monitor/analytics-api/testing";
import { startApiSystem } from "./api-system.ts";
import { type MeasuredApi, measureApis } from "./measure-api.ts";
import { report } from "./report.ts";

/** The creation of the fixture's newest job: a Monday, 14:00 in São Paulo. */
const NOW = new Date("2026-11-23T17:00:00Z");

function parseSizes(text: string): number[] {
  const sizes = text.split(",").map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size >= 1_000)) return sizes.sort((a, b) => a - b);
  throw new Error(`--jobs is "${text}": use numbers from 1000, such as 100000,1000000.`);
}

const { values } = parseArgs({
  options: {
    jobs: { type: "string", default: "100000,1000000" },
    workspaces: { type: "string", default: String(WORKSPACES) },
  },
});
const workspaces = Number(values.workspaces);
await using systems = new AsyncDisposableStack();
const apis: MeasuredApi[] = [];
for (const jobs of parseSizes(values.jobs)) {
  process.stderr.write(`Filling a warehouse with ${jobs} jobs of ${workspaces} workspaces …\n`);
  const system = systems.use(await startApiSystem({ jobs, workspaces, now: NOW }));
  apis.push({ ...system, jobs, workspaces });
}
process.stderr.write("Measuring the analytics API …\n");
const { table, allKept } = report(await measureApis(apis, NOW));
process.stdout.write(`${table}\n`);
if (!allKept) process.exitCode = 1;
