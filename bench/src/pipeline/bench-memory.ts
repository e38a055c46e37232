import { parseArgs } from "node:util";
import { deleteRecords } from "./delete-records.ts";
import { startPipelineSystem } from "./pipeline-system.ts";
import { readMemory, resetPeakMemory } from "./process-memory.ts";

/** The goal for the peak of every load. */
const MAX_MEGABYTES = 300;

const { values } = parseArgs({
  options: {
    records: { type: "string", default: "100000" },
    loads: { type: "string", default: "12" },
  },
});
await using system = await startPipelineSystem(Number(values.records));
const { sql, run, workerPid } = system;
let highest = 0;
for (let load = 1; load <= Number(values.loads); load++) {
  await resetPeakMemory(workerPid);
  const { seconds } = await run();
  const { resident, peak } = await readMemory(workerPid);
  highest = Math.max(highest, peak);
  process.stdout.write(
    `load ${load}: ${seconds.toFixed(1)} s, worker ${resident.toFixed(0)} MB, peak ${peak.toFixed(0)} MB\n`,
  );
  await deleteRecords(sql);
}
const kept = highest < MAX_MEGABYTES;
process.stdout.write(
  `Highest peak ${highest.toFixed(0)} MB, goal < ${MAX_MEGABYTES}: ${kept ? "kept" : "MISSED"}\n`,
);
if (!kept) process.exitCode = 1;
