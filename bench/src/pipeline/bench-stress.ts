import { parseArgs } from "node:util";
import { reportStress } from "./stress-report.ts";
import { loadStressed, STRESSED_SOURCES, type StressedLoad } from "./stressed-source.ts";

const { values } = parseArgs({ options: { only: { type: "string", default: "" } } });
const chosen = STRESSED_SOURCES.filter(({ name }) => name.includes(values.only));
if (chosen.length === 0)
  throw new Error(
    `--only is "${values.only}": use a part of one of these names: ${STRESSED_SOURCES.map(({ name }) => name).join("; ")}.`,
  );
const loads: StressedLoad[] = [];
for (const source of chosen) {
  process.stderr.write(`Loading ${source.records} records: ${source.name} …\n`);
  loads.push(await loadStressed(source));
}
const { table, allKept } = reportStress(loads);
process.stdout.write(`${table}\n`);
if (!allKept) process.exitCode = 1;
