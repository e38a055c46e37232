import { parseArgs } from "node:util";
import { startApiSystem } from "./api-system.ts";
import { type ApiMeasurements, measureApi } from "./measure-api.ts";
import { report } from "./report.ts";

/** When the fixture's newest job was created: a Monday, 14:00 in São Paulo. */
const NOW = new Date("2026-11-23T17:00:00Z");

function parseSizes(text: string): number[] {
  const sizes = text.split(",").map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size >= 1_000)) return sizes.sort((a, b) => a - b);
  throw new Error(`--jobs is "${text}": give numbers of jobs from 1000 on, such as 100000,1000000.`);
}

const { values } = parseArgs({ options: { jobs: { type: "string", default: "100000,1000000" } } });
const measured: ApiMeasurements[] = [];
for (const jobs of parseSizes(values.jobs)) {
  process.stderr.write(`Measuring the analytics API with ${jobs} jobs …\n`);
  await using api = await startApiSystem(jobs, NOW);
  measured.push(await measureApi(api.url, jobs, NOW));
}
const { table, allKept } = report(measured);
process.stdout.write(`${table}\n`);
if (!allKept) process.exitCode = 1;
