import { parseArgs } from "node:util";
import { WORKSPACES } from "@enrichment-monitor/analytics-api/testing";
import { launchBrowser } from "@enrichment-monitor/e2e/browser/launch-browser";
import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import Table from "cli-table3";
import { startApiSystem } from "../analytics-api/api-system.ts";
import { measureLoad, type PageLoad } from "./measure-load.ts";
import { startDashboard } from "./start-dashboard.ts";

const LOADS = 15;

const GOALS = [
  { name: "largest contentful paint, ms", goal: 600, of: ({ lcpMs }: PageLoad) => lcpMs },
  { name: "layout shift", goal: 0.02, of: ({ cls }: PageLoad) => cls },
  { name: "script, KB", goal: 170, of: ({ scriptBytes }: PageLoad) => scriptBytes / 1_024 },
];

const { values } = parseArgs({ options: { jobs: { type: "string", default: "1000000" } } });

process.stderr.write(`Filling a warehouse with ${values.jobs} jobs …\n`);
await using api = await startApiSystem({
  jobs: Number(values.jobs),
  workspaces: WORKSPACES,
  now: new Date(),
});
await using resources = new AsyncDisposableStack();
const supervisor = createSupervisor();
resources.defer(() => supervisor.close());
const url = await startDashboard(api.url, supervisor);
const browser = await launchBrowser();
resources.defer(() => browser.close());

const loads: PageLoad[] = [];
for (let load = 0; load < LOADS; load += 1) loads.push(await measureLoad(browser, url));

const table = new Table({
  head: ["first load of /", "median", "worst", "goal", ""],
  style: { head: [], border: [] },
});
for (const { name, goal, of } of GOALS) {
  const measured = loads.map(of).sort((a, b) => a - b);
  const [median = Number.NaN, worst = Number.NaN] = [measured[Math.floor(LOADS / 2)], measured.at(-1)];
  const isKept = median < goal;
  if (!isKept) process.exitCode = 1;
  table.push([name, median.toFixed(3), worst.toFixed(3), `< ${goal}`, isKept ? "kept" : "MISSED"]);
}
process.stdout.write(`${table}\n`);
