import { parseArgs } from "node:util";
import { parseSizes } from "../pipeline/parse-sizes.ts";
import { measureProof, type ProofMeasurements } from "./measure-proof.ts";
import { reportProof } from "./proof-report.ts";

const { values } = parseArgs({ options: { records: { type: "string", default: "100000,1000000" } } });
const measured: ProofMeasurements[] = [];
for (const records of parseSizes(values.records)) {
  process.stderr.write(`Proving ${records} records …\n`);
  measured.push(await measureProof(records));
}
const { table, allKept } = reportProof(measured);
process.stdout.write(`${table}\n`);
if (!allKept) process.exitCode = 1;
