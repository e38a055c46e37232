import { parseArgs } from "node:util";
import { type Measurements, measurePipeline } from "./measure-pipeline.ts";
import { report } from "./report.ts";

/** What the source API can hold. */
const LEAST = 100;
const MOST = 1_000_000;

function parseSizes(text: string): number[] {
  const sizes = text.split(",").map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size >= LEAST && size <= MOST))
    return sizes.sort((a, b) => a - b);
  throw new Error(
    `--records is "${text}": give numbers of records from ${LEAST} to ${MOST}, such as 10000,100000.`,
  );
}

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
