import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  json,
  pgSchema,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { alertEvents, alertReceivers } from "../src/alert-vocabulary.ts";
import { apiKeyScopes } from "../src/api-key.ts";
import { oneOf } from "./one-of.ts";
import {
  differenceKinds,
  findingCodes,
  findingSeverities,
  proofVerdicts,
  proofWindowOrigins,
  proofWindowVerdicts,
  runKinds,
  runOutcomes,
  runTriggers,
  runVariants,
} from "./run-vocabulary.ts";

/** Ops: operations of the pipeline. */
export const ops = pgSchema("ops");

export {
  differenceKinds,
  findingCodes,
  findingSeverities,
  proofVerdicts,
  proofWindowOrigins,
  proofWindowVerdicts,
  runKinds,
  runOutcomes,
  runTriggers,
  runVariants,
} from "./run-vocabulary.ts";

/** State of the whole warehouse, in one row. */
export const warehouseState = ops.table(
  "warehouse_state",
  {
    id: smallint("id").primaryKey().default(1),
    /** Incremented by a reset; writes of an earlier generation are refused. */
    generation: bigint("generation", { mode: "number" }).notNull().default(1),
    /** The `updated_at` up to which bronze is complete; null before the first complete run. */
    watermark: timestamp("watermark", { withTimezone: true }),
    /** Changes with every change of gold; usable as a cache key. */
    dataVersion: bigint("data_version", { mode: "number" }).notNull().default(0),
    /** When the last complete read of the source ended. */
    fullReadAt: timestamp("full_read_at", { withTimezone: true }),
    /** The source's total minus the entries that the last complete read found. */
    countDifference: bigint("count_difference", { mode: "number" }).notNull().default(0),
    /** When a complete read found that the source's counts by `updated_since` differ from what it lists. */
    countsByTimeWrongAt: timestamp("counts_by_time_wrong_at", { withTimezone: true }),
  },
  () => [check("warehouse_state_one_row", sql`id = 1`)],
);

/** Executions of the pipeline. */
export const runs = ops.table(
  "runs",
  {
    /** The Temporal run id of the workflow that opened the run. */
    runId: uuid("run_id").primaryKey(),
    runNumber: bigint("run_number", { mode: "number" })
      .notNull()
      .unique()
      .default(sql`ops.next_run_number()`),
    generation: bigint("generation", { mode: "number" }).notNull(),
    variant: text("variant", { enum: runVariants }).notNull(),
    kind: text("kind", { enum: runKinds }).notNull(),
    trigger: text("trigger", { enum: runTriggers }).notNull(),
    workflowId: text("workflow_id").notNull(),
    startedAt: timestamp("started_at", { withTimezone: true }).notNull().defaultNow(),
    finishedAt: timestamp("finished_at", { withTimezone: true }),
    outcome: text("outcome", { enum: runOutcomes }).notNull().default("running"),
    error: text("error"),
    /** The range of `updated_at` read; null for everything. */
    windowFrom: timestamp("window_from", { withTimezone: true }),
    /** The watermark that the run reached. */
    windowTo: timestamp("window_to", { withTimezone: true }),
    /** Null until probed. If false, the source ignores `updated_since` and every page is read. */
    sourceHonoursUpdatedSince: boolean("source_honours_updated_since"),
    /** Whether `updated_since` is exclusive; if true, requests are sent for one second earlier. */
    sourceExcludesUpdatedSince: boolean("source_excludes_updated_since").notNull().default(false),
    /** Largest page that the source returns, in records; null until probed. */
    sourcePageSize: smallint("source_page_size"),
    /** When the run last received a usable response. */
    lastProgressAt: timestamp("last_progress_at", { withTimezone: true }).notNull().defaultNow(),
    /** The run sends no request before this time. */
    waitUntil: timestamp("wait_until", { withTimezone: true }),
    waitReason: text("wait_reason"),
    /** Consecutive failures of requests outside slices, since the last usable response. */
    failuresInRow: integer("failures_in_row").notNull().default(0),
    requests: integer("requests").notNull().default(0),
    rateLimited: integer("rate_limited").notNull().default(0),
    retries: integer("retries").notNull().default(0),
    recordsRead: bigint("records_read", { mode: "number" }).notNull().default(0),
    versionsWritten: bigint("versions_written", { mode: "number" }).notNull().default(0),
    goldInserted: bigint("gold_inserted", { mode: "number" }).notNull().default(0),
    goldUpdated: bigint("gold_updated", { mode: "number" }).notNull().default(0),
    rejected: bigint("rejected", { mode: "number" }).notNull().default(0),
    deleted: bigint("deleted", { mode: "number" }).notNull().default(0),
    fetchingMs: bigint("fetching_ms", { mode: "number" }).notNull().default(0),
    rateLimitWaitMs: bigint("rate_limit_wait_ms", { mode: "number" }).notNull().default(0),
    transformingMs: bigint("transforming_ms", { mode: "number" }).notNull().default(0),
    /** Conservation: counts of source and warehouse at the end of the run, up to the same watermark. */
    sourceRecords: bigint("source_records", { mode: "number" }),
    goldRecords: bigint("gold_records", { mode: "number" }),
    rejectedRecords: bigint("rejected_records", { mode: "number" }),
    balanced: boolean("balanced"),
  },
  (table) => [
    check("runs_variant", oneOf("variant", runVariants)),
    check("runs_kind", oneOf("kind", runKinds)),
    check("runs_trigger", oneOf("trigger", runTriggers)),
    check("runs_outcome", oneOf("outcome", runOutcomes)),
    index("runs_open").on(table.runId).where(sql`finished_at is null`),
  ],
);

export const paginationModes = [
  /** Page 1 of the records updated since the last one seen. */
  "keyset",
  /** Finds the last page of a second with more records than a page. */
  "seek",
  /** Reads that second from its last page to its first. */
  "return",
  /** By page number, for a source that ignores `updated_since`. */
  "forward",
] as const;

/** Parts of the source that ingest activities read, with their progress. */
export const slices = ops.table(
  "slices",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.runId),
    sliceNo: integer("slice_no").notNull(),
    /** A complete read starts another pass if the source changed during the last one. */
    pass: smallint("pass").notNull().default(1),
    /** Null if unbounded. */
    fromAt: timestamp("from_at", { withTimezone: true }),
    /** Exclusive; null if unbounded. */
    toAt: timestamp("to_at", { withTimezone: true }),
    walk: text("walk", { enum: paginationModes }).notNull(),
    /** The `updated_since` of the next request; null if none is sent. */
    cursorAt: timestamp("cursor_at", { withTimezone: true }),
    cursorPage: integer("cursor_page").notNull().default(1),
    /** The `updated_since` at which the keyset continues after mode return. */
    resumeAt: timestamp("resume_at", { withTimezone: true }),
    /** Last page of a slice that is cut by page numbers; null for the end. */
    toPage: integer("to_page"),
    /** Incremented by every commit; an attempt that finds another number than its own was superseded and stops. */
    commits: integer("commits").notNull().default(0),
    /** Newest plausible `updated_at` read. */
    maxUpdatedAt: timestamp("max_updated_at", { withTimezone: true }),
    recordsRead: bigint("records_read", { mode: "number" }).notNull().default(0),
    expectedRecords: bigint("expected_records", { mode: "number" }).notNull().default(0),
    finishedAt: timestamp("finished_at", { withTimezone: true }),
    /** Consecutive failed requests since the cursor last moved; the wait before the next one depends on it. */
    failuresInRow: integer("failures_in_row").notNull().default(0),
    /** Consecutive inconsistent responses (contradicting themselves or earlier ones) since the cursor last moved. */
    doubtsInRow: integer("doubts_in_row").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.sliceNo] }),
    check("slices_walk", oneOf("walk", paginationModes)),
  ],
);

/** Versions of one ingest commit, which gold transforms in one transaction. */
export const batches = ops.table(
  "batches",
  {
    batchId: bigint("batch_id", { mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.runId),
    /** Range of `version_id`; it may contain versions of parallel commits. */
    firstVersionId: bigint("first_version_id", { mode: "number" }).notNull(),
    lastVersionId: bigint("last_version_id", { mode: "number" }).notNull(),
    versions: integer("versions").notNull(),
    committedAt: timestamp("committed_at", { withTimezone: true }).notNull().defaultNow(),
    /** Null while pending. */
    transformedAt: timestamp("transformed_at", { withTimezone: true }),
  },
  (table) => [
    index("batches_pending").on(table.batchId).where(sql`transformed_at is null`),
    index("batches_by_run").on(table.runId),
  ],
);

/** Deletions by the retention policy, one row per purge. */
export const purges = ops.table("purges", {
  /** The Temporal run id of the workflow. */
  purgeId: uuid("purge_id").primaryKey(),
  workflowId: text("workflow_id").notNull(),
  /** Versions superseded and requests sent before this time are deleted. */
  cutoff: timestamp("cutoff", { withTimezone: true }).notNull(),
  startedAt: timestamp("started_at", { withTimezone: true }).notNull().defaultNow(),
  finishedAt: timestamp("finished_at", { withTimezone: true }),
  versions: bigint("versions", { mode: "number" }).notNull().default(0),
  fetches: bigint("fetches", { mode: "number" }).notNull().default(0),
  /** Last batch whose superseded versions, and last run whose requests, were checked; the next purge continues after them. */
  throughBatchId: bigint("through_batch_id", { mode: "number" }).notNull(),
  throughRunNumber: bigint("through_run_number", { mode: "number" }).notNull(),
});

/** Versions that broke a rule. A later good version of the record, or its deletion at the source, resolves them. */
export const rejectedRecords = ops.table(
  "rejected_records",
  {
    versionId: bigint("version_id", { mode: "number" }).primaryKey(),
    recordKey: uuid("record_key").notNull(),
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.runId),
    rule: text("rule").notNull(),
    field: text("field").notNull(),
    payload: json("payload").notNull(),
    rejectedAt: timestamp("rejected_at", { withTimezone: true }).notNull().defaultNow(),
    resolvedAt: timestamp("resolved_at", { withTimezone: true }),
    resolvedByVersionId: bigint("resolved_by_version_id", { mode: "number" }),
  },
  (table) => [
    index("rejected_records_by_key").on(table.recordKey),
    index("rejected_records_open").on(table.recordKey).where(sql`resolved_at is null`),
  ],
);

/** Every field and JSON type seen in payloads; schema drift appears as a new row. */
export const sourceFields = ops.table(
  "source_fields",
  {
    field: text("field").notNull(),
    jsonType: text("json_type").notNull(),
    expected: boolean("expected").notNull(),
    firstSeenAt: timestamp("first_seen_at", { withTimezone: true }).notNull().defaultNow(),
    firstSeenRunId: uuid("first_seen_run_id").references(() => runs.runId),
    example: json("example"),
    /** When a run last found it in a new or changed record, once a run; null: not since the column exists. */
    lastSeenAt: timestamp("last_seen_at", { withTimezone: true }),
    lastSeenRunId: uuid("last_seen_run_id").references(() => runs.runId),
  },
  (table) => [primaryKey({ columns: [table.field, table.jsonType] })],
);

/** Records seen by a complete read or a proof in progress, one row per pass, record and content. */
export const sightings = ops.table(
  "sightings",
  {
    runId: uuid("run_id").notNull(),
    pass: smallint("pass").notNull().default(1),
    recordKey: uuid("record_key").notNull(),
    contentHash: bigint("content_hash", { mode: "bigint" }).notNull(),
    /** Null if it is unreadable. */
    updatedAt: timestamp("updated_at", { withTimezone: true }),
    /** Highest number of times that one response listed it. */
    copies: smallint("copies").notNull().default(1),
  },
  (table) => [primaryKey({ columns: [table.runId, table.pass, table.recordKey, table.contentHash] })],
);

/** Extra entries that the source lists for a record, as found by the last proof or complete read. They are not ingested. */
export const duplicates = ops.table(
  "duplicates",
  {
    recordKey: uuid("record_key").notNull(),
    contentHash: bigint("content_hash", { mode: "bigint" }).notNull(),
    /** Null if it is unreadable. */
    updatedAt: timestamp("updated_at", { withTimezone: true }),
    /** Number of extra entries with this content. */
    copies: smallint("copies").notNull(),
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.runId),
    foundAt: timestamp("found_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.recordKey, table.contentHash] })],
);

/** Findings of runs, one row per run and code. */
export const findings = ops.table(
  "findings",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.runId),
    code: text("code", { enum: findingCodes }).notNull(),
    severity: text("severity", { enum: findingSeverities }).notNull(),
    /** Number of records concerned. */
    records: bigint("records", { mode: "number" }).notNull().default(0),
    /** Ids of the first of these records. */
    recordIds: text("record_ids").array().notNull().default(sql`'{}'`),
    /** The finding as a sentence. */
    detail: text("detail").notNull(),
    /** What to do about it. */
    remedy: text("remedy").notNull(),
    foundAt: timestamp("found_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.code] }),
    check("findings_code", oneOf("code", findingCodes)),
    check("findings_severity", oneOf("severity", findingSeverities)),
  ],
);

/** Proofs by counting, one row per run: the result, and the positions from which the rotating comparisons continue. */
export const proofs = ops.table(
  "proofs",
  {
    runId: uuid("run_id")
      .primaryKey()
      .references(() => runs.runId),
    verdict: text("verdict", { enum: proofVerdicts }).notNull().default("counting"),
    startedAt: timestamp("started_at", { withTimezone: true }).notNull().defaultNow(),
    finishedAt: timestamp("finished_at", { withTimezone: true }),
    /** If the source's count since this time equals the warehouse's, the source has not changed. */
    highWater: timestamp("high_water", { withTimezone: true }),
    /** Entries counted at the source and in the warehouse. */
    sourceRecords: bigint("source_records", { mode: "number" }),
    warehouseRecords: bigint("warehouse_records", { mode: "number" }),
    /** Highest count that the source returns; the windows start where it counts fewer. Null if it has no limit. */
    countsUpTo: bigint("counts_up_to", { mode: "number" }),
    requests: integer("requests").notNull().default(0),
    /** Number of rounds in which windows were read. */
    rounds: smallint("rounds").notNull().default(0),
    /** How often the source changed while it was counted. */
    disturbances: smallint("disturbances").notNull().default(0),
    /** Position of the rotation that reads windows regardless of their counts; null to start again. */
    scrubbedTo: timestamp("scrubbed_to", { withTimezone: true }),
    /** Position of the rotation that derives gold rows again; null to start again. */
    goldCheckedTo: uuid("gold_checked_to"),
    goldChecked: bigint("gold_checked", { mode: "number" }).notNull().default(0),
    goldRepaired: bigint("gold_repaired", { mode: "number" }).notNull().default(0),
  },
  () => [check("proofs_verdict", oneOf("verdict", proofVerdicts))],
);

/** Ranges of `updated_at` with the counts of source and warehouse. */
export const proofWindows = ops.table(
  "proof_windows",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.runId),
    windowNo: integer("window_no").notNull(),
    origin: text("origin", { enum: proofWindowOrigins }).notNull(),
    /** Inclusive; null if unbounded. */
    fromAt: timestamp("from_at", { withTimezone: true }),
    /** Exclusive; null if unbounded. */
    toAt: timestamp("to_at", { withTimezone: true }),
    sourceRecords: bigint("source_records", { mode: "number" }).notNull(),
    warehouseRecords: bigint("warehouse_records", { mode: "number" }).notNull(),
    /** The source's count since each bound minus the warehouse's; both are equal if the window has no difference. */
    differenceFrom: bigint("difference_from", { mode: "number" }).notNull(),
    differenceTo: bigint("difference_to", { mode: "number" }).notNull(),
    verdict: text("verdict", { enum: proofWindowVerdicts }).notNull(),
    countedAt: timestamp("counted_at", { withTimezone: true }).notNull().defaultNow(),
    /** The slice that reads the window; null if it is not read. */
    sliceNo: integer("slice_no"),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.windowNo] }),
    check("proof_windows_origin", oneOf("origin", proofWindowOrigins)),
    check("proof_windows_verdict", oneOf("verdict", proofWindowVerdicts)),
  ],
);

/** Records that differed between source and warehouse, as found by a proof or a complete read. */
export const differences = ops.table(
  "differences",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.runId),
    recordKey: uuid("record_key").notNull(),
    kind: text("kind", { enum: differenceKinds }).notNull(),
    /** The window that was read, with the counts as evidence; null if a complete read found it. */
    windowNo: integer("window_no"),
    /** The version that resolved it; null if there is none, as for a record that is gone. */
    versionId: bigint("version_id", { mode: "number" }),
    foundAt: timestamp("found_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.recordKey, table.kind] }),
    check("differences_kind", oneOf("kind", differenceKinds)),
    index("differences_by_record").on(table.recordKey),
  ],
);

/** Keys of the analytics API. */
export const apiKeys = ops.table(
  "api_keys",
  {
    keyId: bigint("key_id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** Who the key was created for. */
    name: text("name").notNull(),
    scope: text("scope", { enum: apiKeyScopes }).notNull(),
    /** SHA-256 in hex; the secret itself is shown once and not stored. */
    secretHash: text("secret_hash").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    /** Null while it is valid. */
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  () => [check("api_keys_scope", oneOf("scope", apiKeyScopes))],
);

/** Entries of the attention list that somebody has set aside. */
export const setAsides = ops.table("set_asides", {
  /** The entry's key, as `GET /analytics/attention` returns it. */
  key: text("key").primaryKey(),
  until: timestamp("until", { withTimezone: true }).notNull(),
  note: text("note").notNull(),
  setAsideAt: timestamp("set_aside_at", { withTimezone: true }).notNull().defaultNow(),
  /** Name of the API key. */
  setAsideBy: text("set_aside_by").notNull(),
});

/** Alerts: one row for each time that an entry of the attention list appears, from its first evaluation to its end. */
export const alerts = ops.table(
  "alerts",
  {
    /** A UUID: ids of workflows contain it, and must not be used again after a restore of an older warehouse. */
    alertId: uuid("alert_id").primaryKey().defaultRandom(),
    /** The entry's key, as `GET /analytics/attention` returns it. */
    key: text("key").notNull(),
    /** The entry when it was last seen. */
    entry: json("entry").notNull(),
    /** Evaluations in a row that found the entry; not counted further once the alert has begun. */
    seen: integer("seen").notNull(),
    /** Evaluations in a row that did not find the entry of an alert that has begun. */
    missed: integer("missed").notNull(),
    firstSeenAt: timestamp("first_seen_at", { withTimezone: true }).notNull(),
    lastSeenAt: timestamp("last_seen_at", { withTimezone: true }).notNull(),
    /** Null while it has not been seen often enough. */
    begunAt: timestamp("begun_at", { withTimezone: true }),
    /** Null while it lasts. */
    endedAt: timestamp("ended_at", { withTimezone: true }),
  },
  (table) => [uniqueIndex("alerts_open").on(table.key).where(sql`ended_at is null`)],
);

/** Messages of alerts, one for each event and receiver. */
export const alertMessages = ops.table(
  "alert_messages",
  {
    alertId: uuid("alert_id")
      .notNull()
      .references(() => alerts.alertId),
    event: text("event", { enum: alertEvents }).notNull(),
    receiver: text("receiver", { enum: alertReceivers }).notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    /** Null while the receiver has not accepted it. */
    deliveredAt: timestamp("delivered_at", { withTimezone: true }),
    /** When its delivery was given up; null otherwise. */
    givenUpAt: timestamp("given_up_at", { withTimezone: true }),
    /** Why the newest attempt failed; null if none has. */
    failure: text("failure"),
  },
  (table) => [
    primaryKey({ columns: [table.alertId, table.event, table.receiver] }),
    check("alert_messages_event", oneOf("event", alertEvents)),
    check("alert_messages_receiver", oneOf("receiver", alertReceivers)),
    index("alert_messages_open").on(table.alertId).where(sql`delivered_at is null and given_up_at is null`),
  ],
);
