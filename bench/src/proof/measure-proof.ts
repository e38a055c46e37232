import { loadavg } from "node:os";
import { type PipelineSystem, startPipelineSystem } from "../pipeline/pipeline-system.ts";
import { verifyGold } from "../pipeline/verify-gold.ts";
import { type ProvedRun, readProvedRun } from "./read-proved-run.ts";

/** Differences of one kind, and the runs that it took until all were healed. */
export interface Healing {
  readonly kind: DifferenceKind;
  readonly differences: number;
  readonly runs: readonly ProvedRun[];
}

/** What was measured at one number of records. */
export interface ProofMeasurements {
  readonly records: number;
  /** Processes that wanted a core in the minute before. */
  readonly loadBefore: number;
  readonly firstLoadSeconds: number;
  /** Of the run after the first load, before PostgreSQL has vacuumed anything. */
  readonly afterLoad: ProvedRun;
  readonly idle: readonly ProvedRun[];
  /** All repetitions, in the order of `DIFFERENCES`. */
  readonly healings: readonly Healing[];
  readonly fullRead: { readonly seconds: number; readonly requests: number };
}

/** `lost`: listed only after the first load, with an old `updated_at`. `deleted`: no longer listed. */
export type DifferenceKind = "lost" | "deleted";

export interface Difference {
  readonly kind: DifferenceKind;
  readonly differences: number;
  readonly repetitions: number;
}

export const DIFFERENCES: readonly Difference[] = [
  { kind: "lost", differences: 1, repetitions: 5 },
  { kind: "deleted", differences: 1, repetitions: 5 },
  { kind: "lost", differences: 10, repetitions: 2 },
  { kind: "deleted", differences: 10, repetitions: 2 },
  { kind: "lost", differences: 100, repetitions: 1 },
  { kind: "deleted", differences: 100, repetitions: 1 },
];

const IDLE_RUNS = 15;
const MAX_RUNS_TO_HEAL = 30;

/**
 * Measures proofs of a source of so many records, all in one warehouse.
 * @throws when gold is not what the source has after differences were healed, or they are not healed after many runs
 */
export async function measureProof(records: number): Promise<ProofMeasurements> {
  const loadBefore = loadavg()[0] ?? Number.NaN;
  await using system = await startPipelineSystem(records);
  const { sql, admin, run } = system;
  await admin.intervene("lose", { count: countLost() });
  const firstLoad = await run();
  const afterLoad = await proveOnce(system);
  const idle: ProvedRun[] = [];
  for (let count = 0; count < IDLE_RUNS; count++) idle.push(await proveOnce(system));
  tell("idle", idle.at(-1));
  const healings: Healing[] = [];
  for (const difference of DIFFERENCES) {
    for (let count = 0; count < difference.repetitions; count++)
      healings.push(await measureHealing(system, difference));
  }
  await verifyGold("gold.enrichments", sql, admin);
  const fullRead = await run({ kind: "reconcile" });
  return {
    records,
    loadBefore,
    firstLoadSeconds: firstLoad.seconds,
    afterLoad,
    idle,
    healings,
    fullRead: { seconds: fullRead.seconds, requests: fullRead.summary.requests },
  };
}

function tell(name: string, run: ProvedRun | undefined): void {
  process.stderr.write(`  ${name}: ${JSON.stringify(run)}\n`);
}

const countLost = (): number =>
  DIFFERENCES.filter(({ kind }) => kind === "lost").reduce(
    (records, { differences, repetitions }) => records + differences * repetitions,
    0,
  );

async function proveOnce({ sql, run }: PipelineSystem): Promise<ProvedRun> {
  await run();
  return readProvedRun(sql);
}

const DAMAGE: Record<DifferenceKind, string> = { lost: "unhide", deleted: "delete" };

async function measureHealing(system: PipelineSystem, { kind, differences }: Difference): Promise<Healing> {
  // After a finding a run counts since more times: the one that is measured must follow a quiet one.
  await proveOnce(system);
  await system.admin.intervene(DAMAGE[kind], { count: differences });
  const runs: ProvedRun[] = [];
  while (!(await isHealed(system))) {
    if (runs.length === MAX_RUNS_TO_HEAL)
      throw new Error(
        `${differences} ${kind} records are not healed after ${runs.length} runs: ${JSON.stringify(runs)}`,
      );
    runs.push(await proveOnce(system));
    tell(`${differences} ${kind}`, runs.at(-1));
  }
  return { kind, differences, runs };
}

async function isHealed({ sql, admin }: PipelineSystem): Promise<boolean> {
  const { count } = await admin.truth();
  const [gold] = await sql<{ records: number }[]>`select count(*) as records from gold.enrichments`;
  return gold?.records === count;
}
