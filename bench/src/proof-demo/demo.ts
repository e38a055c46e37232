import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { type PipelineSystem, startPipelineSystem } from "../pipeline/pipeline-system.ts";
import { DAMAGES, type Damage, findDamage } from "./damages.ts";
import { drawSteps, type Found } from "./draw-steps.ts";
import { recordSteps, takeSteps } from "./record-steps.ts";

const RECORDS = 100_000;
/** The total of the pauses between lines. */
const PAUSES_MS = 2_500;
const MAX_PAUSE_MS = 250;
/** A missed update is found once a boundary lies between its old and its new time. */
const MAX_RUNS = 20;

const PIPELINE_CLI = fileURLToPath(import.meta.resolve("@enrichment-monitor/temporal/cli"));

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const { positionals } = parseArgs({ allowPositionals: true });
const damage = findDamage(positionals[0] ?? "delete");

print(`One record among ${whole(RECORDS)} (other damages: ${Object.keys(DAMAGES).join(", ")})\n`);
print("Starting PostgreSQL, Temporal, a source API and a worker …");
await using system = await startPipelineSystem(RECORDS);
const updated = damage.needsLateUpdate ? await updateOne(system) : null;
const load = await system.run();
print(
  `Loaded ${whole(RECORDS)} records with ${whole(load.summary.requests)} requests in ${seconds(load.seconds)}.`,
);
await recordSteps(system.sql);
await applyDamage(system, damage, updated);
print(`Now one record was ${damage.description}. The pipeline does not know which.`);
await runUntilFound(system);
print("\npnpm run pipeline proof prints:\n");
print(await readProofLines(system));

/** @returns the id of a record that was updated long after its creation */
async function updateOne({ admin }: PipelineSystem): Promise<readonly string[]> {
  const { ids } = await admin.change("touch", { count: 1 });
  // Other updates follow, so that it is not the newest record.
  await admin.advance(1);
  await admin.touch(100);
  return ids;
}

async function applyDamage(
  { admin }: PipelineSystem,
  { action, body }: Damage,
  ids: readonly string[] | null,
): Promise<void> {
  const { affected } = await admin.change(action, ids ? { ids } : body);
  if (affected !== 1) throw new Error(`The source damaged ${affected} records instead of one.`);
}

async function runUntilFound(system: PipelineSystem): Promise<void> {
  for (let count = 1; count <= MAX_RUNS; count++) {
    const run = await system.run();
    const found = await readFound(system);
    print(`\nRun ${run.summary.runNumber}, ${seconds(run.seconds)}:\n`);
    await show(drawSteps(await takeSteps(system.sql), found));
    if (found.length > 0) return;
    print(
      "\nBoth times of the record are in one window, so its counts are equal. The next run has other windows.",
    );
  }
  throw new Error(`The record was not found in ${MAX_RUNS} runs.`);
}

async function show(lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    print(line);
    await sleep(Math.min(MAX_PAUSE_MS, PAUSES_MS / lines.length));
  }
}

function readFound({ sql }: PipelineSystem): Promise<Found[]> {
  return sql<Found[]>`
    select record_key as "recordKey", kind, updated_at as at
    from ops.differences join bronze.enrichment_heads using (record_key) order by found_at, record_key`;
}

/** The first lines of `pipeline proof`, without its tables. */
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
