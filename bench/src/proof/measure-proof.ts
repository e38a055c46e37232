import { loadavg } from "node:os";
import { type PipelineSystem, startPipelineSystem } from "../pipeline/pipeline-system.ts";
import { verifyGold } from "../pipeline/verify-gold.ts";
import { type ProvedRun, readProvedRun } from "./read-proved-run.ts";

/** Differences of one kind, and the runs until all were fixed. */
export interface Repair {
  readonly kind: DifferenceKind;
  readonly differences: number;
  readonly runs: readonly ProvedRun[];
}

/** The measurements at one number of records. */
export interface ProofMeasurements {
  readonly records: number;
  /** The load average of the minute before, from other work on the machine. */
  readonly loadBefore: number;
  readonly firstLoadSeconds: number;
  /** The run after the first load, before any vacuum. */
  readonly afterLoad: ProvedRun;
  readonly idle: readonly ProvedRun[];
  /** All repetitions, in the order of `DIFFERENCES`. */
  readonly repairs: readonly Repair[];
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
const MAX_RUNS_TO_REPAIR = 30;

/**
 * Measures proofs with a source of this many records, all in one warehouse.
 * @throws if differences are not fixed after many runs, or gold then does not equal the source
 */
export async function measureProof(records: number): Promise<ProofMeasurements> {
  const loadBefore = loadavg()[0] ?? Number.NaN;
  await using system = await startPipelineSystem(records);
  const { sql, admin, run } = system;
  await admin.change("lose", { count: countLost() });
  const firstLoad = await run();
  const afterLoad = await proveOnce(system);
  const idle: ProvedRun[] = [];
  for (let count = 0; count < IDLE_RUNS; count++) idle.push(await proveOnce(system));
  printRun("idle", idle.at(-1));
  const repairs: Repair[] = [];
  for (const difference of DIFFERENCES) {
    for (let count = 0; count < difference.repetitions; count++)
      repairs.push(await measureRepair(system, difference));
  }
  await verifyGold("gold.enrichments", sql, admin);
  const fullRead = await run({ kind: "reconcile" });
  return {
    records,
    loadBefore,
    firstLoadSeconds: firstLoad.seconds,
    afterLoad,
    idle,
    repairs,
    fullRead: { seconds: fullRead.seconds, requests: fullRead.summary.requests },
  };
}

function printRun(name: string, run: ProvedRun | undefined): void {
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

async function measureRepair(system: PipelineSystem, { kind, differences }: Difference): Promise<Repair> {
  // The run after a finding has more boundaries. So the measured run follows one without findings.
  await proveOnce(system);
  await system.admin.change(DAMAGE[kind], { count: differences });
  const runs: ProvedRun[] = [];
  while (!(await isRepaired(system))) {
    if (runs.length === MAX_RUNS_TO_REPAIR)
      throw new Error(
        `${differences} ${kind} records are not fixed after ${runs.length} runs: ${JSON.stringify(runs)}`,
      );
    runs.push(await proveOnce(system));
    printRun(`${differences} ${kind}`, runs.at(-1));
  }
  return { kind, differences, runs };
}

async function isRepaired({ sql, admin }: PipelineSystem): Promise<boolean> {
  const { count } = await admin.expected();
  const [gold] = await sql<{ records: number }[]>`select count(*) as records from gold.enrichments`;
  return gold?.records === count;
}
