import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { type PipelineSystem, startPipelineSystem } from "../pipeline/pipeline-system.ts";
import { DAMAGES, findDamage } from "./damages.ts";
import { drawSteps, type Found } from "./draw-steps.ts";
import { readSteps, recordSteps } from "./record-steps.ts";

const RECORDS = 100_000;
/** All pauses between the lines together. */
const PAUSES_MS = 2_500;
const LONGEST_PAUSE_MS = 250;

const PIPELINE_CLI = fileURLToPath(import.meta.resolve("@enrichment-monitor/temporal/cli"));

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const { positionals } = parseArgs({ allowPositionals: true });
const damage = findDamage(positionals[0] ?? "delete");

print(`One record among ${whole(RECORDS)} (other damages: ${Object.keys(DAMAGES).join(", ")})\n`);
print("Starting PostgreSQL, Temporal, a source API and a worker …");
await using system = await startPipelineSystem(RECORDS);
const load = await system.run();
print(
  `Loaded ${whole(RECORDS)} records with ${whole(load.summary.requests)} requests in ${seconds(load.seconds)}.`,
);
await recordSteps(system.sql);
const { affected } = await system.admin.intervene(damage.action, damage.body);
if (affected !== 1) throw new Error(`The source damaged ${affected} records instead of one.`);
print(`Now one record was ${damage.words}. The pipeline is not told which.\n`);
const run = await system.run();
const lines = drawSteps(await readSteps(system.sql), await readFound(system));
for (const line of lines) {
  print(line);
  await sleep(Math.min(LONGEST_PAUSE_MS, PAUSES_MS / lines.length));
}
print(`\nThe whole run took ${seconds(run.seconds)}. pnpm run pipeline proof says of it:\n`);
print(await readProofLines(system));

function readFound({ sql }: PipelineSystem): Promise<Found[]> {
  return sql<Found[]>`
    select record_key as "recordKey", kind, updated_at as at
    from ops.differences join bronze.enrichment_heads using (record_key) order by found_at, record_key`;
}

/** The verdict and the line of `pipeline proof`, without its tables. */
async function readProofLines({ databaseUrl }: PipelineSystem): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [PIPELINE_CLI, "proof"], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  return stdout.split("\n\n")[0] ?? "";
}

function whole(figure: number): string {
  return figure.toLocaleString("en");
}

function seconds(duration: number): string {
  return `${duration.toFixed(1)} s`;
}
