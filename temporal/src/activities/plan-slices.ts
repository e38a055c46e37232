import { cancellationSignal } from "@temporalio/activity";
import type { TransactionSql } from "postgres";
import { type PlannedSlice, planSlices, type Window } from "../bronze/slice-plan.ts";
import { joinGeneration } from "../ledger/generation.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { createProbe } from "../source/probe.ts";
import { currentActivity } from "./activity-reference.ts";
import type { ActivityDependencies } from "./dependencies.ts";

export interface IngestPlan {
  /** Numbers of the slices to read. */
  slices: number[];
  expectedRecords: number;
  /** Every record is read, so that those missing can be told. */
  readsEverything: boolean;
}

/** ISO-8601 instants; null: without end. */
export interface RequestedWindow {
  from: string | null;
  to: string | null;
}

/**
 * Probes the source and cuts what this run has to read into slices. Planned once per pass: a repeated attempt finds the
 * slices of the first.
 */
export function createPlanSlices({ sql, source, settings }: ActivityDependencies) {
  return async (run: RunReference, pass: number, requested?: RequestedWindow): Promise<IngestPlan> => {
    const probe = createProbe(source, sql, run.runId, currentActivity(), cancellationSignal());
    const known = await findPlan(sql, run, pass);
    if (known) return known;
    const window = await windowOf(run, requested);
    const plan = await planSlices(probe, window, settings.MAX_PARALLEL_SLICES, new Date());
    await sql.begin(async (transaction) => {
      await joinGeneration(transaction, run.generation);
      await insertPlan(transaction, run, pass, window, plan.honoursUpdatedSince, plan.slices);
    });
    const planned = await findPlan(sql, run, pass);
    if (!planned) throw new Error(`The slices of run ${run.runNumber} were not kept.`);
    return planned;
  };

  async function windowOf(run: RunReference, requested?: RequestedWindow): Promise<Window> {
    if (requested) return { from: toDate(requested.from), to: toDate(requested.to) };
    if (run.kind !== "incremental") return { from: null, to: null };
    const [state] = await sql<{ watermark: Date | null }[]>`select watermark from ops.warehouse_state`;
    if (!state?.watermark) return { from: null, to: null };
    return { from: new Date(state.watermark.getTime() - settings.LOOKBACK_MINUTES * 60_000), to: null };
  }
}

const toDate = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));

async function findPlan(
  sql: ActivityDependencies["sql"],
  run: RunReference,
  pass: number,
): Promise<IngestPlan | null> {
  const slices = await sql<{ slice_no: number; expected_records: number }[]>`
    select slice_no, expected_records from ops.slices
    where run_id = ${run.runId} and pass = ${pass} order by slice_no`;
  if (slices.length === 0) return null;
  const [found] = await sql<{ source_honours_updated_since: boolean }[]>`
    select source_honours_updated_since from ops.runs where run_id = ${run.runId}`;
  return {
    slices: slices.map((slice) => slice.slice_no),
    expectedRecords: slices.reduce((sum, slice) => sum + slice.expected_records, 0),
    readsEverything: run.kind === "reconcile" || !found?.source_honours_updated_since,
  };
}

async function insertPlan(
  sql: TransactionSql,
  run: RunReference,
  pass: number,
  window: Window,
  honoursUpdatedSince: boolean,
  slices: readonly PlannedSlice[],
): Promise<void> {
  const [existing] = await sql`
    select from ops.slices where run_id = ${run.runId} and pass = ${pass} for update`;
  if (existing) return;
  const [last] = await sql<{ slice_no: number | null }[]>`
    select max(slice_no) as slice_no from ops.slices where run_id = ${run.runId}`;
  const offset = (last?.slice_no ?? 0) + 1;
  await sql`
    insert into ops.slices ${sql(
      slices.map((slice, index) => ({
        run_id: run.runId,
        slice_no: offset + index,
        pass,
        from_at: slice.fromAt,
        to_at: slice.toAt,
        walk: slice.cursor.walk,
        cursor_at: slice.cursor.at,
        cursor_page: slice.cursor.page,
        to_page: slice.toPage,
        expected_records: slice.expectedRecords,
      })),
    )}`;
  await sql`
    update ops.runs
    set source_honours_updated_since = ${honoursUpdatedSince}, window_from = ${honoursUpdatedSince ? window.from : null}
    where run_id = ${run.runId}`;
}
