import { parseArgs } from "node:util";
import { type Measurements, measurePipeline } from "./measure-pipeline.ts";
import { parseSizes } from "./parse-sizes.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  options: { records: { type: "string", default: "10000,100000,1000000" } },
});
const measured: Measurements[] = [];
for (const records of parseSizes(values.records)) {
  process.stderr.write(`Measuring with ${records} records …\n`);
  measured.push(await measurePipeline(records));
}
const { table, allKept } = report(measured);
process.stdout.write(`${table}\n`);
if (!allKept) process.exitCode = 1;
