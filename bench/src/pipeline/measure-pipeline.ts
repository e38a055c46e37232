import { loadavg } from "node:os";
import { deleteRecords } from "./delete-records.ts";
import { createFloorTables, type FloorTables, loadFloor } from "./floor.ts";
import { DATASET_START, type PipelineSystem, startPipelineSystem } from "./pipeline-system.ts";
import { readMemory, resetPeakMemory } from "./process-memory.ts";
import type { MeasuredRun } from "./run-meter.ts";
import { verifyGold } from "./verify-gold.ts";
import { measureWal } from "./write-ahead-log.ts";
import { compareRowsWritten, readRowsWritten } from "./written-rows.ts";

/** The measurements at one number of records; durations are in seconds. */
export interface Measurements {
  readonly records: number;
  /** The load average of the minute before, from other work on the machine. */
  readonly loadBefore: number;
  readonly floor: { readonly seconds: number; readonly walBytes: number };
  /** Into tables with only primary keys. */
  readonly leanFloor: { readonly seconds: number; readonly walBytes: number };
  readonly firstLoad: { readonly run: MeasuredRun; readonly walBytes: number };
  /** The worker's peaks in megabytes, while it started and while it loaded. */
  readonly memoryMb: { readonly starting: number; readonly loading: number };
  /** The median of several runs. */
  readonly incremental: MeasuredRun;
  /** A run that found nothing new, and the rows it wrote by table. */
  readonly idle: { readonly run: MeasuredRun; readonly rowsWritten: ReadonlyMap<string, number> };
  readonly transform: { readonly versions: number; readonly seconds: number };
}

/** Records that change before an incremental run. */
export const CHANGES = 1_000;
const INCREMENTAL_RUNS = 15;
const WARM_UP_RECORDS = 10_000;
/** Longer than the lookback of 10 minutes. */
const HOURS_BETWEEN_CHANGES = 1;
const A_MINUTE = 1 / 60;
/** How long before the dataset's start its first records are created. */
const HISTORY_MS = 180 * 24 * 3_600_000;

/**
 * Measures the floors and the pipeline with a source of this many records.
 * @throws if gold does not equal the source
 */
export async function measurePipeline(records: number): Promise<Measurements> {
  const loadBefore = loadavg()[0] ?? Number.NaN;
  await using system = await startPipelineSystem(records);
  await createFloorTables(system.floorSql);
  const leanFloor = await measureFloor(system, records, "lean_floor");
  const floor = await measureFloor(system, records, "floor");
  const { peak: starting } = await readMemory(system.workerPid);
  await warmUp(system, records);
  await resetPeakMemory(system.workerPid);
  const firstLoad = await measureFirstLoad(system);
  const { peak: loading } = await readMemory(system.workerPid);
  const incremental = await measureIncremental(system);
  const idle = await measureIdle(system);
  const transform = await measureTransform(system);
  return {
    records,
    loadBefore,
    floor,
    leanFloor,
    firstLoad,
    memoryMb: { starting, loading },
    incremental,
    idle,
    transform,
  };
}

/** A small load before the measured one compiles the code of source and client. */
async function measureFloor(
  system: PipelineSystem,
  records: number,
  tables: FloorTables,
): Promise<Measurements["floor"]> {
  const { floorSql, admin } = system;
  await loadFloor(floorSql, system, Math.min(records, WARM_UP_RECORDS), tables);
  await floorSql`truncate bronze.${floorSql(tables)}, gold.${floorSql(tables)}`;
  const { result: seconds, bytes } = await measureWal(floorSql, async () => {
    const begun = performance.now();
    await loadFloor(floorSql, system, records, tables);
    return (performance.now() - begun) / 1000;
  });
  await verifyGold(`gold.${tables}`, floorSql, admin);
  return { seconds, walBytes: bytes };
}

/** A small load compiles the worker's code, as before the floor. Its records are deleted. */
async function warmUp({ sql, run }: PipelineSystem, records: number): Promise<void> {
  const share = Math.min(1, WARM_UP_RECORDS / records);
  const to = new Date(Date.parse(DATASET_START) - (1 - share) * HISTORY_MS).toISOString();
  await run({ kind: "backfill", window: { from: null, to } });
  await deleteRecords(sql);
}

async function measureFirstLoad({ sql, run, admin }: PipelineSystem): Promise<Measurements["firstLoad"]> {
  const { result, bytes } = await measureWal(sql, run);
  await verifyGold("gold.enrichments", sql, admin);
  return { run: result, walBytes: bytes };
}

/** Vacuum and checkpoint first, so that work left by the load is not measured. */
async function measureIncremental(system: PipelineSystem): Promise<MeasuredRun> {
  const { sql, admin } = system;
  await sql`vacuum analyze`;
  await sql`checkpoint`;
  const runs: MeasuredRun[] = [];
  for (let count = 0; count < INCREMENTAL_RUNS; count++) {
    // Moves the watermark, so that the lookback of the measured run contains only this record.
    await runWithChanges(system, 1);
    runs.push(await runWithChanges(system, CHANGES));
  }
  await verifyGold("gold.enrichments", sql, admin);
  const median = runs.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(INCREMENTAL_RUNS / 2)];
  if (!median) throw new Error("No incremental run was measured.");
  return median;
}

async function runWithChanges({ admin, run }: PipelineSystem, changes: number): Promise<MeasuredRun> {
  await admin.advance(HOURS_BETWEEN_CHANGES);
  await admin.touch(changes);
  // A run reads a second only after it has ended, and the source's clock does not advance by itself.
  await admin.advance(A_MINUTE);
  return run();
}

/** The run reads the last changes again, which are within the lookback, and finds nothing new. */
async function measureIdle({ sql, run }: PipelineSystem): Promise<Measurements["idle"]> {
  const before = await readRowsWritten(sql);
  const measured = await run();
  return { run: measured, rowsWritten: compareRowsWritten(before, await readRowsWritten(sql)) };
}

/** Rebuilds gold from all of bronze. The time is that of the whole run, whose other steps are those of an idle run. */
async function measureTransform({ sql, run, admin }: PipelineSystem): Promise<Measurements["transform"]> {
  await sql`truncate gold.enrichments`;
  await sql`update ops.batches set transformed_at = null`;
  const { seconds } = await run();
  await verifyGold("gold.enrichments", sql, admin);
  const [transformed] = await sql<
    { versions: number }[]
  >`select sum(versions)::bigint as versions from ops.batches`;
  return { versions: transformed?.versions ?? 0, seconds };
}
