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
  uuid,
} from "drizzle-orm/pg-core";
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

/** Ops: what the pipeline did, and what it still has to do. */
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

/** One row: what is true of the warehouse as a whole. */
export const warehouseState = ops.table(
  "warehouse_state",
  {
    id: smallint("id").primaryKey().default(1),
    /** Raised by a reset, so that a late writer from before it is refused. */
    generation: bigint("generation", { mode: "number" }).notNull().default(1),
    /** The `updated_at` up to which bronze is complete; null before the first complete run. */
    watermark: timestamp("watermark", { withTimezone: true }),
    /** Changes whenever gold does: the version that readers may cache by. */
    dataVersion: bigint("data_version", { mode: "number" }).notNull().default(0),
    /** When the last complete read of the source ended. */
    fullReadAt: timestamp("full_read_at", { withTimezone: true }),
    /** What the source's total said beyond the entries that the last complete read met; negative where it said less. */
    countDifference: bigint("count_difference", { mode: "number" }).notNull().default(0),
    /** When a complete read found that the source's counts since a time are not what it lists; null: they are. */
    countsByTimeWrongAt: timestamp("counts_by_time_wrong_at", { withTimezone: true }),
  },
  () => [check("warehouse_state_one_row", sql`id = 1`)],
);

/** The run ledger. */
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
    /** The span of `updated_at` read; `windowFrom` null means everything. */
    windowFrom: timestamp("window_from", { withTimezone: true }),
    /** The watermark this run reached. */
    windowTo: timestamp("window_to", { withTimezone: true }),
    /** Null until probed. False: the source ignores `updated_since`, so every page is read. */
    sourceHonoursUpdatedSince: boolean("source_honours_updated_since"),
    /** Whether `updated_since` leaves out the time itself, so that requests are sent for one second earlier. */
    sourceExcludesUpdatedSince: boolean("source_excludes_updated_since").notNull().default(false),
    /** Records that the source puts on a page at most; null until probed. */
    sourcePageSize: smallint("source_page_size"),
    /** When the source last gave a usable answer to this run. */
    lastProgressAt: timestamp("last_progress_at", { withTimezone: true }).notNull().defaultNow(),
    /** No request of the run is sent before. */
    waitUntil: timestamp("wait_until", { withTimezone: true }),
    waitReason: text("wait_reason"),
    /** Requests outside slices that failed since the last usable answer. */
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
    /** Conservation: what both sides counted at the end of the run, about the same cut. */
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

export const sliceWalks = [
  /** Page 1 of the records updated since the last one seen. */
  "keyset",
  /** Up to the last page of a second that fills more than one. */
  "seek",
  /** And down to its first. */
  "return",
  /** Page after page: a source that ignores `updated_since`. */
  "forward",
] as const;

/** A part of the source that one ingest activity reads, and how far it has come. */
export const slices = ops.table(
  "slices",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.runId),
    sliceNo: integer("slice_no").notNull(),
    /** A complete read that found the source changed under it begins another pass. */
    pass: smallint("pass").notNull().default(1),
    /** Null: without beginning. */
    fromAt: timestamp("from_at", { withTimezone: true }),
    /** Exclusive; null means without end. */
    toAt: timestamp("to_at", { withTimezone: true }),
    walk: text("walk", { enum: sliceWalks }).notNull(),
    /** The `updated_since` of the next request; null: none is sent. */
    cursorAt: timestamp("cursor_at", { withTimezone: true }),
    cursorPage: integer("cursor_page").notNull().default(1),
    /** Where the keyset goes on after a return. */
    resumeAt: timestamp("resume_at", { withTimezone: true }),
    /** Last page of a slice cut by page numbers; null means to the end. */
    toPage: integer("to_page"),
    /** Raised by every commit: an attempt that was replaced finds another number and stops. */
    commits: integer("commits").notNull().default(0),
    /** The newest plausible `updated_at` read. */
    maxUpdatedAt: timestamp("max_updated_at", { withTimezone: true }),
    recordsRead: bigint("records_read", { mode: "number" }).notNull().default(0),
    expectedRecords: bigint("expected_records", { mode: "number" }).notNull().default(0),
    finishedAt: timestamp("finished_at", { withTimezone: true }),
    /** Requests that failed since the slice last moved: what the wait before the next one depends on. */
    failuresInRow: integer("failures_in_row").notNull().default(0),
    /** Answers since the slice last moved that contradict themselves or what was seen before. */
    doubtsInRow: integer("doubts_in_row").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.sliceNo] }),
    check("slices_walk", oneOf("walk", sliceWalks)),
  ],
);

/** What one ingest commit brought and gold transforms in one transaction. */
export const batches = ops.table(
  "batches",
  {
    batchId: bigint("batch_id", { mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.runId),
    /** The range of `version_id` its versions lie in; those of parallel commits may lie between. */
    firstVersionId: bigint("first_version_id", { mode: "number" }).notNull(),
    lastVersionId: bigint("last_version_id", { mode: "number" }).notNull(),
    versions: integer("versions").notNull(),
    committedAt: timestamp("committed_at", { withTimezone: true }).notNull().defaultNow(),
    /** Null: pending. */
    transformedAt: timestamp("transformed_at", { withTimezone: true }),
  },
  (table) => [
    index("batches_pending").on(table.batchId).where(sql`transformed_at is null`),
    index("batches_by_run").on(table.runId),
  ],
);

/** What the retention deleted, a row for each time it worked. */
export const purges = ops.table("purges", {
  /** The Temporal run id of the workflow. */
  purgeId: uuid("purge_id").primaryKey(),
  workflowId: text("workflow_id").notNull(),
  /** What was superseded before it goes. */
  cutoff: timestamp("cutoff", { withTimezone: true }).notNull(),
  startedAt: timestamp("started_at", { withTimezone: true }).notNull().defaultNow(),
  finishedAt: timestamp("finished_at", { withTimezone: true }),
  versions: bigint("versions", { mode: "number" }).notNull().default(0),
  fetches: bigint("fetches", { mode: "number" }).notNull().default(0),
  /** The last batch whose versions' predecessors, and the last run whose fetches, were looked at: the next purge goes on there. */
  throughBatchId: bigint("through_batch_id", { mode: "number" }).notNull(),
  throughRunNumber: bigint("through_run_number", { mode: "number" }).notNull(),
});

/** Versions that broke a rule, until a later good version of the record resolves them. */
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

/** Every shape (set of fields and JSON types) seen in payloads: schema drift is a row here. */
export const sourceFields = ops.table(
  "source_fields",
  {
    field: text("field").notNull(),
    jsonType: text("json_type").notNull(),
    expected: boolean("expected").notNull(),
    firstSeenAt: timestamp("first_seen_at", { withTimezone: true }).notNull().defaultNow(),
    firstSeenRunId: uuid("first_seen_run_id").references(() => runs.runId),
    example: json("example"),
  },
  (table) => [primaryKey({ columns: [table.field, table.jsonType] })],
);

/** Records met by a complete read in progress, a row per pass, record and content: what it did not meet is deleted. */
export const sightings = ops.table(
  "sightings",
  {
    runId: uuid("run_id").notNull(),
    pass: smallint("pass").notNull().default(1),
    recordKey: uuid("record_key").notNull(),
    contentHash: bigint("content_hash", { mode: "bigint" }).notNull(),
    /** Null where it is unreadable. */
    updatedAt: timestamp("updated_at", { withTimezone: true }),
    /** The most times that one answer listed it. */
    copies: smallint("copies").notNull().default(1),
  },
  (table) => [primaryKey({ columns: [table.runId, table.pass, table.recordKey, table.contentHash] })],
);

/** Entries that the source lists beside a record's own one, as of the last complete read. They are not ingested. */
export const duplicates = ops.table(
  "duplicates",
  {
    recordKey: uuid("record_key").notNull(),
    contentHash: bigint("content_hash", { mode: "bigint" }).notNull(),
    /** The entry's `updated_at`; null where it is unreadable. */
    updatedAt: timestamp("updated_at", { withTimezone: true }),
    /** How many entries of this content are superfluous. */
    copies: smallint("copies").notNull(),
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.runId),
    foundAt: timestamp("found_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.recordKey, table.contentHash] })],
);

/** What a run noticed, a row per run and kind. */
export const findings = ops.table(
  "findings",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.runId),
    code: text("code", { enum: findingCodes }).notNull(),
    severity: text("severity", { enum: findingSeverities }).notNull(),
    /** How many records it is about. */
    records: bigint("records", { mode: "number" }).notNull().default(0),
    /** Ids of the first of them. */
    recordIds: text("record_ids").array().notNull().default(sql`'{}'`),
    /** A sentence for people. */
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

/** The proof by counting of a run: what it came to, and where the rotating comparisons go on. */
export const proofs = ops.table(
  "proofs",
  {
    runId: uuid("run_id")
      .primaryKey()
      .references(() => runs.runId),
    verdict: text("verdict", { enum: proofVerdicts }).notNull().default("counting"),
    startedAt: timestamp("started_at", { withTimezone: true }).notNull().defaultNow(),
    finishedAt: timestamp("finished_at", { withTimezone: true }),
    /** The high-water mark: as long as the count since it is the warehouse's own, nothing has changed at the source. */
    highWater: timestamp("high_water", { withTimezone: true }),
    /** Entries that both sides count. */
    sourceRecords: bigint("source_records", { mode: "number" }),
    warehouseRecords: bigint("warehouse_records", { mode: "number" }),
    /** The most that the source counts: the windows begin where it counts fewer. Null: it counts all. */
    countsUpTo: bigint("counts_up_to", { mode: "number" }),
    requests: integer("requests").notNull().default(0),
    /** Times that windows were read. */
    rounds: smallint("rounds").notNull().default(0),
    /** Times that the source had changed while it was counted. */
    disturbances: smallint("disturbances").notNull().default(0),
    /** How far the rotation of windows read outright has come; null: it begins anew. */
    scrubbedTo: timestamp("scrubbed_to", { withTimezone: true }),
    /** How far the rotation of gold rows derived again has come; null: it begins anew. */
    goldCheckedTo: uuid("gold_checked_to"),
    goldChecked: bigint("gold_checked", { mode: "number" }).notNull().default(0),
    goldRepaired: bigint("gold_repaired", { mode: "number" }).notNull().default(0),
  },
  () => [check("proofs_verdict", oneOf("verdict", proofVerdicts))],
);

/** A span of `updated_at` in which both sides counted the same, or not. */
export const proofWindows = ops.table(
  "proof_windows",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.runId),
    windowNo: integer("window_no").notNull(),
    origin: text("origin", { enum: proofWindowOrigins }).notNull(),
    /** Inclusive; null: from the beginning. */
    fromAt: timestamp("from_at", { withTimezone: true }),
    /** Exclusive; null: to the end. */
    toAt: timestamp("to_at", { withTimezone: true }),
    sourceRecords: bigint("source_records", { mode: "number" }).notNull(),
    warehouseRecords: bigint("warehouse_records", { mode: "number" }).notNull(),
    /** The source's count since each bound less the warehouse's: they are equal where the window holds no difference. */
    differenceFrom: bigint("difference_from", { mode: "number" }).notNull(),
    differenceTo: bigint("difference_to", { mode: "number" }).notNull(),
    verdict: text("verdict", { enum: proofWindowVerdicts }).notNull(),
    countedAt: timestamp("counted_at", { withTimezone: true }).notNull().defaultNow(),
    /** The slice that reads the window; null: it is not read. */
    sliceNo: integer("slice_no"),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.windowNo] }),
    check("proof_windows_origin", oneOf("origin", proofWindowOrigins)),
    check("proof_windows_verdict", oneOf("verdict", proofWindowVerdicts)),
  ],
);

/** Records that differed between source and warehouse, as a proof found them. */
export const differences = ops.table(
  "differences",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.runId),
    recordKey: uuid("record_key").notNull(),
    kind: text("kind", { enum: differenceKinds }).notNull(),
    /** The window that was read, with both counts: the evidence. Null: a complete read found it. */
    windowNo: integer("window_no"),
    /** The version that settled it; null where there is none, as of what is gone. */
    versionId: bigint("version_id", { mode: "number" }),
    foundAt: timestamp("found_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.recordKey, table.kind] }),
    check("differences_kind", oneOf("kind", differenceKinds)),
    index("differences_by_record").on(table.recordKey),
  ],
);

/** Who may use the analytics API. */
export const apiKeys = ops.table(
  "api_keys",
  {
    keyId: bigint("key_id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** Whose it is, for people. */
    name: text("name").notNull(),
    scope: text("scope", { enum: apiKeyScopes }).notNull(),
    /** SHA-256 in hex: the secret itself is shown once and kept nowhere. */
    secretHash: text("secret_hash").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    /** Null: it holds. */
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  () => [check("api_keys_scope", oneOf("scope", apiKeyScopes))],
);
