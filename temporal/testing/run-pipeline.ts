import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { Client } from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import { MockActivityEnvironment } from "@temporalio/testing";
import type { RunSummary } from "../src/activities/close-run.ts";
import { type Activities, createActivities } from "../src/activities/create-activities.ts";
import { alertEnvironment } from "../src/alerts/alert-settings.ts";
import type { RunKind, RunReference } from "../src/ledger/run-reference.ts";
import type { PacedClient } from "../src/source/paced-client.ts";

export interface PipelineOptions {
  sql: WarehouseClient;
  source: PacedClient;
  pageSize: number;
  scrubDays?: number;
  proofMaxRequests?: number;
  /** Whether the result of a completed activity is lost, so that it runs again. */
  losesAnswer?: (name: keyof Activities, attempt: number) => boolean;
}

const MAX_PASSES = 4;
const MAX_ATTEMPTS = 50;

/**
 * Runs the activities of a run in the order of the workflows, without a Temporal server. A run takes a tenth of a second, so property tests
 * can do hundreds.
 */
export function createPipeline({
  sql,
  source,
  pageSize,
  scrubDays = 30,
  proofMaxRequests = 300,
  losesAnswer = () => false,
}: PipelineOptions) {
  const activities = createActivities({
    sql,
    source,
    temporal: undefined as unknown as Client,
    alerts: alertEnvironment.parse({}),
    settings: {
      SOURCE_PAGE_SIZE: pageSize,
      SOURCE_PATIENCE_MINUTES: 30,
      LOOKBACK_MINUTES: 10,
      MAX_PARALLEL_SLICES: 1,
      MAX_PARALLEL_TRANSFORMS: 1,
      PROOF_MAX_REQUESTS: proofMaxRequests,
      SCRUB_DAYS: scrubDays,
      ACTIVITY_TIME_BOX_MS: 60_000,
      MAX_REJECTED_PERCENT: 100,
      EARLIEST_PLAUSIBLE_DATE: "2000-01-01",
      RETENTION_DAYS: 365,
    },
  });

  /** Repeats an activity with its heartbeat details, like Temporal, until it succeeds or is not retryable. */
  async function call<Name extends keyof Activities>(
    runId: string,
    name: Name,
    ...args: Parameters<Activities[Name]>
  ): Promise<Awaited<ReturnType<Activities[Name]>>> {
    const activity = activities[name] as unknown as (...args: unknown[]) => Promise<unknown>;
    let heartbeatDetails: unknown;
    for (let attempt = 1; ; attempt++) {
      const environment = new MockActivityEnvironment({
        activityType: name,
        workflowExecution: { workflowId: "pipeline", runId },
        attempt,
        heartbeatDetails,
      });
      environment.on("heartbeat", (details: unknown) => {
        heartbeatDetails = structuredClone(details);
      });
      try {
        const result = await environment.run<unknown[], unknown, typeof activity>(activity, ...args);
        if (!losesAnswer(name, attempt)) return result as Awaited<ReturnType<Activities[Name]>>;
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || isFinal(error)) throw error;
        await setTimeout(retryDelayOf(error));
      }
    }
  }

  async function ingest(run: RunReference, everything: boolean): Promise<void> {
    const offset = everything ? 1 : 0;
    for (let pass = offset + 1; pass <= offset + MAX_PASSES; pass++) {
      const plan = await call(run.runId, "planSlices", run, { pass, everything });
      const options = { trackSeen: plan.readsEverything, keepOpen: false };
      for (const slice of plan.slices)
        while (!(await call(run.runId, "readSlice", run, slice, options)).finished);
      if (!plan.readsEverything) return;
      const isLast = pass === offset + MAX_PASSES;
      const isFirst = pass === offset + 1;
      if ((await call(run.runId, "finishFullRead", run, { pass, isFirst, isLast })).complete) return;
    }
  }

  async function transform(run: RunReference): Promise<void> {
    while (!(await call(run.runId, "transformPending", run, { follow: false })).finished);
  }

  async function prove(run: RunReference): Promise<void> {
    for (;;) {
      const step = await call(run.runId, "advanceProof", run, { requested: null, dryRun: false });
      if ("verdict" in step) return;
      for (const slice of step.slices)
        while (
          !(await call(run.runId, "readWindow", run, slice, { trackSeen: true, keepOpen: false })).finished
        );
    }
  }

  return {
    async run(kind: RunKind = "incremental"): Promise<RunSummary> {
      const run = await openRun(sql, kind);
      for (let everything = false; ; everything = true) {
        await ingest(run, everything);
        await transform(run);
        if (!everything) {
          await prove(run);
          await transform(run);
          await call(run.runId, "checkGold", run, { everything: false });
        }
        const options = { mayReadEverything: !everything, incomplete: null };
        const closing = await call(run.runId, "closeRun", run, options);
        if (!("readEverything" in closing)) return closing;
      }
    },
  };
}

const isFinal = (error: unknown): boolean =>
  error instanceof ApplicationFailure && error.nonRetryable === true;

const retryDelayOf = (error: unknown): number =>
  error instanceof ApplicationFailure && typeof error.nextRetryDelay === "number" ? error.nextRetryDelay : 0;

async function openRun(sql: WarehouseClient, kind: RunKind): Promise<RunReference> {
  const [run] = await sql<RunReference[]>`
    insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id)
    select ${randomUUID()}::uuid, generation, 'linear', case when watermark is null then 'first_load' else ${kind} end, 'cli', 'pipeline'
    from ops.warehouse_state
    returning run_id as "runId", run_number as "runNumber", generation, kind`;
  if (!run) throw new Error("The warehouse has no state.");
  return run;
}
