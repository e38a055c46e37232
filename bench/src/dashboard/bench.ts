import { parseArgs } from "node:util";
import { WORKSPACES } from "@enrichment-monitor/analytics-api/testing";
import { launchBrowser } from "@enrichment-monitor/e2e/browser/launch-browser";
import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import Table from "cli-table3";
import { startApiSystem } from "../analytics-api/api-system.ts";
import { measureExport } from "./measure-export.ts";
import { measureLoad, type PageLoad } from "./measure-load.ts";
import { measureScroll } from "./measure-scroll.ts";
import { startDashboard } from "./start-dashboard.ts";

const LOADS = 15;

const GOALS = [
  { name: "largest contentful paint, ms", goal: 600, of: ({ lcpMs }: PageLoad) => lcpMs, judged: "median" },
  { name: "layout shift", goal: 0.02, of: ({ cls }: PageLoad) => cls, judged: "worst" },
  { name: "script, KB", goal: 170, of: ({ scriptBytes }: PageLoad) => scriptBytes / 1_024, judged: "worst" },
];

/** A frame of 60 a second, and what the browser's clock is inexact by. */
const FRAME_MS = 16.7 + 0.5;
const TWO_FRAMES_MS = 33.3 + 0.5;

const { values } = parseArgs({ options: { jobs: { type: "string", default: "1000000" } } });
const jobs = Number(values.jobs);

process.stderr.write(`Filling a warehouse with ${values.jobs} jobs …\n`);
await using api = await startApiSystem({ jobs, workspaces: WORKSPACES, now: new Date() });
await using resources = new AsyncDisposableStack();
const supervisor = createSupervisor();
resources.defer(() => supervisor.close());
const url = await startDashboard(api.url, supervisor);
const browser = await launchBrowser();
resources.defer(() => browser.close());

const createTable = (...head: string[]) => new Table({ head, style: { head: [], border: [] } });

function verdict(isKept: boolean): string {
  if (!isKept) process.exitCode = 1;
  return isKept ? "kept" : "MISSED";
}

const loads: PageLoad[] = [];
for (let load = 0; load < LOADS; load += 1) loads.push(await measureLoad(browser, url));

const loadTable = createTable("first load of /", "median", "worst", "goal", "");
for (const { name, goal, of, judged } of GOALS) {
  const measured = loads.map(of).sort((a, b) => a - b);
  const [median = Number.NaN, worst = Number.NaN] = [measured[Math.floor(LOADS / 2)], ...measured.slice(-1)];
  loadTable.push([
    name,
    median.toFixed(3),
    worst.toFixed(3),
    `< ${goal}`,
    verdict((judged === "worst" ? worst : median) < goal),
  ]);
}
process.stdout.write(`${loadTable}\n`);

const scrollTable = createTable(
  "ms a frame, scrolling",
  "median",
  "95 %",
  "worst",
  "> 16.7",
  "> 33",
  "goal",
  "",
);
for (const path of ["/", "/enriquecimentos?periodo=tudo"]) {
  const frames = (await measureScroll(browser, url + path)).sort((a, b) => a - b);
  const at = (share: number) => frames[Math.ceil(share * frames.length) - 1] ?? Number.NaN;
  const shareOver = (limit: number) =>
    `${((100 * frames.filter((frame) => frame > limit).length) / frames.length).toFixed(1)} %`;
  scrollTable.push([
    path,
    ...[0.5, 0.95, 1].map((share) => at(share).toFixed(1)),
    shareOver(FRAME_MS),
    shareOver(TWO_FRAMES_MS),
    "95 % ≤ 16.7",
    verdict(at(0.95) <= FRAME_MS),
  ]);
}
process.stdout.write(`${scrollTable}\n`);

const exportTable = createTable(
  "CSV of all jobs",
  "seconds",
  "MB",
  "page, MB before",
  "page, MB at most",
  "rows",
  "",
);
for (const profile of ["Excel", "CSV padrão"]) {
  const { seconds, megabytes, memoryBefore, peakMemory, lines } = await measureExport(browser, url, profile);
  exportTable.push([
    profile,
    seconds.toFixed(1),
    megabytes.toFixed(1),
    memoryBefore.toFixed(0),
    peakMemory.toFixed(0),
    lines - 1,
    verdict(lines === jobs + 1),
  ]);
}
process.stdout.write(`${exportTable}\n`);
