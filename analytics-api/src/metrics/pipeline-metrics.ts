import { ops } from "@enrichment-monitor/warehouse";
import { computeHealth, healthCodes, healthStates } from "@enrichment-monitor/warehouse/pipeline-health";
import type { TemporalState } from "@enrichment-monitor/warehouse/temporal-state";
import { Counter, Gauge, Registry } from "prom-client";
import type { PipelineFacts } from "../queries/pipeline-facts.ts";
import type { RunTotals } from "../queries/run-totals.ts";
import { METRIC_PREFIX } from "./metric-prefix.ts";

export interface PipelineKnowledge {
  now: Date;
  /** Whether `facts` could be read for this scrape. */
  isWarehouseUp: boolean;
  /** The newest that could be read; undefined if none could. */
  facts: PipelineFacts | undefined;
  /** Null: Temporal does not respond. */
  temporal: TemporalState | null;
  pipelineIntervalSeconds: number;
  maxRejectedPercent: number;
}

/** Values of a metric by label; null: unknown, and left out. */
type Samples = readonly (readonly [labels: Record<string, string>, value: number | null])[];

/** The metrics of one scrape. Ages are told as the time since when, so that they are right for as long as the facts are old. */
export function pipelineMetrics(knowledge: PipelineKnowledge): Registry {
  const registry = new Registry();
  const metricOf =
    (Metric: typeof Gauge | typeof Counter) => (name: string, help: string, samples: Samples) => {
      const labelNames = [...new Set(samples.flatMap(([labels]) => Object.keys(labels)))];
      const metric = new Metric({ name: METRIC_PREFIX + name, help, labelNames, registers: [registry] });
      // It would begin with 0.
      if (labelNames.length === 0) metric.remove();
      for (const [labels, value] of samples) if (value !== null) metric.inc(labels, value);
    };
  const define = { gauge: metricOf(Gauge), counter: metricOf(Counter) };
  defineServers(define, knowledge);
  if (knowledge.facts) {
    defineHealth(define, knowledge, knowledge.facts);
    defineRuns(define, knowledge.facts);
    defineRecords(define, knowledge.facts);
    defineProof(define, knowledge.facts);
  }
  return registry;
}

type Define = Record<"gauge" | "counter", (name: string, help: string, samples: Samples) => void>;

function defineServers({ gauge }: Define, knowledge: PipelineKnowledge): void {
  const { isWarehouseUp, facts, temporal, pipelineIntervalSeconds } = knowledge;
  gauge(
    "warehouse_up",
    "Whether the warehouse could be read for this scrape. Otherwise its metrics are older.",
    one(Number(isWarehouseUp)),
  );
  gauge(
    "warehouse_read_timestamp_seconds",
    "When the metrics of the warehouse were read.",
    one(seconds(facts?.readAt)),
  );
  gauge("temporal_up", "Whether Temporal responds.", one(Number(temporal !== null)));
  gauge(
    "schedule_paused",
    "Whether the schedule is paused.",
    one(temporal?.schedule ? Number(temporal.schedule.paused) : null),
  );
  gauge("schedule_interval_seconds", "Time between two scheduled runs.", one(pipelineIntervalSeconds));
  gauge("workers", "Workers that poll the task queue.", one(temporal?.workers ?? null));
}

function defineHealth(
  { gauge }: Define,
  knowledge: PipelineKnowledge,
  { healthInputs, watermark }: PipelineFacts,
): void {
  const { now, temporal, pipelineIntervalSeconds, maxRejectedPercent } = knowledge;
  const { rejects } = healthInputs;
  const { state, reasons } = computeHealth({
    ...healthInputs,
    now,
    temporal,
    intervalMs: pipelineIntervalSeconds * 1_000,
    rejects: { ...rejects, limitPercent: maxRejectedPercent },
  });
  gauge(
    "pipeline_state",
    "1 for the state that `pipeline status` prints.",
    oneOf("state", healthStates, [state]),
  );
  gauge(
    "health_reason",
    "1 for each reason of the state.",
    oneOf(
      "code",
      healthCodes,
      reasons.map(({ code }) => code),
    ),
  );
  gauge(
    "watermark_timestamp_seconds",
    "The updated_at up to which the data are complete. Its age is the freshness.",
    one(seconds(watermark)),
  );
  gauge("rejected_records", "Records with an unresolved reject.", one(rejects.open));
  gauge("gold_records", "Records in gold.", one(rejects.gold));
}

function defineRuns(
  { gauge, counter }: Define,
  { runTotals, healthInputs: { openRun }, pendingBatches, undeliveredMessages }: PipelineFacts,
): void {
  const byOutcome = (value: (totals: RunTotals) => number): Samples =>
    ops.runOutcomes.flatMap((outcome) => {
      if (outcome === "running") return [];
      const totals = runTotals.find((row) => row.outcome === outcome);
      return [[{ outcome }, totals ? value(totals) : 0] as const];
    });
  counter(
    "runs_total",
    "Runs that ended.",
    byOutcome(({ runs }) => runs),
  );
  counter(
    "run_duration_seconds_total",
    "Durations of the runs that ended.",
    byOutcome(({ duration_seconds }) => duration_seconds),
  );
  gauge("open_run_start_timestamp_seconds", "When the open run started.", one(seconds(openRun?.startedAt)));
  gauge(
    "open_run_progress_timestamp_seconds",
    "When the open run last received a usable response or committed.",
    one(seconds(openRun?.lastProgressAt)),
  );
  gauge(
    "open_run_wait_until_timestamp_seconds",
    "Before this time the open run sends no request.",
    one(seconds(openRun?.waitUntil)),
  );
  gauge("pending_batches", "Commits of bronze that gold has not transformed yet.", one(pendingBatches));
  gauge(
    "alert_messages_undelivered",
    "Messages of alerts that are not delivered yet.",
    one(undeliveredMessages),
  );
}

function defineRecords({ counter }: Define, { runTotals }: PipelineFacts): void {
  const total = (value: (totals: RunTotals) => number) =>
    runTotals.reduce((sum, totals) => sum + value(totals), 0);
  counter("source_requests_total", "Requests to the source.", one(total((run) => run.requests)));
  counter(
    "source_failed_requests_total",
    "Requests to the source that failed; 429s are included.",
    one(total((run) => run.retries)),
  );
  counter(
    "source_rate_limited_total",
    "Requests that the source answered with 429.",
    one(total((run) => run.rate_limited)),
  );
  counter(
    "source_wait_seconds_total",
    "Waits that the source asked for, added when a run ends.",
    one(total((run) => run.rate_limit_wait_ms) / 1_000),
  );
  counter("records_read_total", "Records that the source listed.", one(total((run) => run.records_read)));
  counter(
    "bronze_versions_written_total",
    "Versions written to bronze.",
    one(total((run) => run.versions_written)),
  );
  counter("gold_rows_written_total", "Rows written to gold.", [
    [{ operation: "insert" }, total((run) => run.gold_inserted)],
    [{ operation: "update" }, total((run) => run.gold_updated)],
  ]);
  counter("records_rejected_total", "Versions that broke a rule.", one(total((run) => run.rejected)));
}

function defineProof({ gauge }: Define, { proof }: PipelineFacts): void {
  const ofProof = (value: number | undefined): Samples => one(value ?? null);
  gauge(
    "proof_verdict",
    "1 for the verdict of the newest proof.",
    oneOf("verdict", ops.proofVerdicts, proof ? [proof.verdict] : []),
  );
  gauge("proof_finish_timestamp_seconds", "When the newest proof ended.", one(seconds(proof?.finished_at)));
  gauge("proof_windows", "Windows that the newest proof counted.", ofProof(proof?.windows_total));
  gauge(
    "proof_windows_healed",
    "Those that differed until their records were read.",
    ofProof(proof?.windows_healed),
  );
  gauge("proof_windows_differing", "Those that still differ.", ofProof(proof?.windows_differing));
  gauge("proof_records_differing", "By how many entries they differ.", ofProof(proof?.records_differing));
}

const one = (value: number | null): Samples => [[{}, value]];

/** 1 for each of `values` that is in `present`, 0 for the others. */
const oneOf = <Value extends string>(
  label: string,
  values: readonly Value[],
  present: readonly string[],
): Samples => values.map((value) => [{ [label]: value }, Number(present.includes(value))]);

const seconds = (time: Date | null | undefined): number | null => (time ? time.getTime() / 1_000 : null);
