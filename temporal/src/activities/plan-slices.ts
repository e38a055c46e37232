import { activityInfo, heartbeat } from "@temporalio/activity";
import type { TransactionSql } from "postgres";
import { adoptSlices } from "../bronze/adopt-slices.ts";
import { createCachedProbe, type PlanAnswers } from "../bronze/cached-probe.ts";
import { recordTraits } from "../bronze/record-traits.ts";
import { planSlices, type SlicePlan, type Window } from "../bronze/slice-plan.ts";
import { assertGeneration } from "../ledger/generation.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { noteProgress } from "../ledger/source-waits.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { keepAlive } from "./keep-alive.ts";
import { probeForRun } from "./probe-for-run.ts";

export interface IngestPlan {
  /** Numbers of the slices to read. */
  slices: number[];
  expectedRecords: number;
  /** All records are read, so missing ones can be detected. */
  readsEverything: boolean;
}

/** ISO-8601 instants; null: unbounded. */
export interface RequestedWindow {
  from: string | null;
  to: string | null;
}

export interface PlanRequest {
  pass: number;
  /** Read everything, whatever the kind of run. */
  everything: boolean;
  /** Only for a backfill. */
  window?: RequestedWindow;
}

/**
 * Probes the source and divides this run's read into slices. Each pass is planned once: a repeated attempt reuses the slices, or the
 * answers received so far.
 */
export function createPlanSlices(dependencies: ActivityDependencies) {
  const { sql, source, settings } = dependencies;
  return async (run: RunReference, request: PlanRequest): Promise<IngestPlan> => {
    const { attempt, heartbeatDetails } = activityInfo();
    const answers: PlanAnswers = { ...(heartbeatDetails as PlanAnswers | undefined) };
    using _alive = keepAlive(() => answers);
    if (attempt === 1) await noteProgress(sql, run.runId);
    const planned = await findPlan(run, request);
    if (planned) return planned;
    if (!request.everything && !request.window && (await adoptPlan(run, request)))
      return keptPlan(run, request);
    const probe = probeForRun(dependencies, run);
    const window = await windowOf(run, request);
    const plan = await planSlices(
      createCachedProbe(probe, answers, () => heartbeat(answers)),
      {
        window,
        maxSlices: settings.MAX_PARALLEL_SLICES,
        pageSize: settings.SOURCE_PAGE_SIZE,
        excludesUpdatedSince: await excludedBefore(run),
        isLimited: () => source.isLimited(),
      },
    );
    await sql.begin(async (transaction) => {
      await assertGeneration(transaction, run.generation);
      await insertPlan(transaction, run, request.pass, window, plan);
      await recordTraits(transaction, run.runId, plan, settings.SOURCE_PAGE_SIZE);
    });
    return keptPlan(run, request);
  };

  async function adoptPlan(run: RunReference, { pass }: PlanRequest): Promise<boolean> {
    if (pass > 1 || (run.kind !== "incremental" && run.kind !== "first_load")) return false;
    return sql.begin(async (transaction) => {
      await assertGeneration(transaction, run.generation);
      return adoptSlices(transaction, run);
    });
  }

  async function windowOf(run: RunReference, { everything, window }: PlanRequest): Promise<Window> {
    if (window && !everything) return { from: toDate(window.from), to: toDate(window.to) };
    if (everything || run.kind !== "incremental") return { from: null, to: null };
    const [state] = await sql<{ watermark: Date | null }[]>`
      select case when watermark > now() then now() else watermark end as watermark from ops.warehouse_state`;
    if (!state?.watermark) return { from: null, to: null };
    return { from: new Date(state.watermark.getTime() - settings.LOOKBACK_MINUTES * 60_000), to: null };
  }

  async function excludedBefore(run: RunReference): Promise<boolean> {
    const [last] = await sql<{ excludes: boolean }[]>`
      select source_excludes_updated_since as excludes from ops.runs
      where generation = ${run.generation} and run_id <> ${run.runId} and source_page_size is not null
      order by run_number desc limit 1`;
    return last?.excludes ?? false;
  }

  async function keptPlan(run: RunReference, request: PlanRequest): Promise<IngestPlan> {
    const planned = await findPlan(run, request);
    if (!planned) throw new Error(`The slices of run ${run.runNumber} were not stored.`);
    return planned;
  }

  async function findPlan(run: RunReference, { pass, everything }: PlanRequest): Promise<IngestPlan | null> {
    const slices = await sql<{ slice_no: number; expected_records: number }[]>`
      select slice_no, expected_records from ops.slices
      where run_id = ${run.runId} and pass = ${pass} order by slice_no`;
    if (slices.length === 0) return null;
    const [found] = await sql<{ source_honours_updated_since: boolean }[]>`
      select source_honours_updated_since from ops.runs where run_id = ${run.runId}`;
    return {
      slices: slices.map((slice) => slice.slice_no),
      expectedRecords: slices.reduce((sum, slice) => sum + slice.expected_records, 0),
      readsEverything: everything || run.kind === "reconcile" || !found?.source_honours_updated_since,
    };
  }
}

const toDate = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));

async function insertPlan(
  sql: TransactionSql,
  run: RunReference,
  pass: number,
  window: Window,
  plan: SlicePlan,
): Promise<void> {
  const [existing] = await sql`
    select from ops.slices where run_id = ${run.runId} and pass = ${pass} for update`;
  if (existing) return;
  const [last] = await sql<{ slice_no: number | null }[]>`
    select max(slice_no) as slice_no from ops.slices where run_id = ${run.runId}`;
  const offset = (last?.slice_no ?? 0) + 1;
  await sql`
    insert into ops.slices ${sql(
      plan.slices.map((slice, index) => ({
        run_id: run.runId,
        slice_no: offset + index,
        pass,
        from_at: slice.fromAt,
        to_at: slice.toAt,
        walk: slice.cursor.mode,
        cursor_at: slice.cursor.at,
        cursor_page: slice.cursor.page,
        to_page: slice.toPage,
        expected_records: slice.expectedRecords,
      })),
    )}`;
  await sql`
    update ops.runs
    set source_honours_updated_since = ${plan.honoursUpdatedSince},
        source_excludes_updated_since = ${plan.excludesUpdatedSince}, source_page_size = ${plan.pageSize},
        window_from = ${plan.honoursUpdatedSince ? window.from : null}
    where run_id = ${run.runId}`;
}
