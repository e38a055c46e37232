import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
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
import { oneOf } from "./one-of.ts";
import { runs } from "./ops.ts";
import { deletionReasons } from "./run-vocabulary.ts";

/** Bronze: records and requests as the source sent them. */
export const bronze = pgSchema("bronze");

/** HTTP requests sent to the source, including failed ones. */
export const fetches = bronze.table(
  "fetches",
  {
    fetchId: bigint("fetch_id", { mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    runId: uuid("run_id").notNull(),
    workflowId: text("workflow_id").notNull(),
    workflowRunId: text("workflow_run_id").notNull(),
    activityType: text("activity_type").notNull(),
    attempt: integer("attempt").notNull(),
    /** Path and query string as sent. */
    request: text("request").notNull(),
    /** Null if there was no response. */
    httpStatus: smallint("http_status"),
    failure: text("failure"),
    /** Records in the response. */
    rows: integer("rows").notNull().default(0),
    newVersions: integer("new_versions").notNull().default(0),
    requestedAt: timestamp("requested_at", { withTimezone: true }).notNull(),
    durationMs: integer("duration_ms").notNull(),
    /** The header as received, valid or not. */
    retryAfter: text("retry_after"),
    /** The wait that the pipeline derived from it. */
    retryWaitMs: integer("retry_wait_ms"),
  },
  (table) => [
    foreignKey({ columns: [table.runId], foreignColumns: [runs.runId] }),
    index("fetches_by_run").on(table.runId),
  ],
);

/** Every distinct version of a record in the order observed. Never updated; deleted by the purge, or when found damaged. */
export const enrichmentVersions = bronze.table(
  "enrichment_versions",
  {
    versionId: bigint("version_id", { mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    /** The source's id if it is a UUID, otherwise a UUID derived from the value sent as id. */
    recordKey: uuid("record_key").notNull(),
    /**
     * The record's newest version when this one was written, which links versions without an index. Null for the first.
     * A version observed before the head but committed after it is not part of the chain. It may have been purged.
     */
    previousVersionId: bigint("previous_version_id", { mode: "number" }),
    fetchId: bigint("fetch_id", { mode: "number" }).notNull(),
    /** The commit that wrote it. */
    batchId: bigint("batch_id", { mode: "number" }).notNull(),
    observedAt: timestamp("observed_at", { withTimezone: true }).notNull(),
    /** `json` and not `jsonb`: it keeps the bytes that the source sent, and takes half the time to write. */
    payload: json("payload").notNull(),
  },
  (table) => [
    /** The history of one record. */
    index("enrichment_versions_by_record").on(table.recordKey, table.versionId),
    /** The purge checks whether a version still refers to a fetch. */
    index("enrichment_versions_by_fetch").on(table.fetchId),
  ],
);

/** Newest version of each record, with its hash, which makes unchanged records cheap to detect. */
export const enrichmentHeads = bronze.table(
  "enrichment_heads",
  {
    recordKey: uuid("record_key").primaryKey(),
    versionId: bigint("version_id", { mode: "number" }).notNull(),
    /** 64 bits of the payload's text. */
    contentHash: bigint("content_hash", { mode: "bigint" }).notNull(),
    dwIngestedAt: timestamp("dw_ingested_at", { withTimezone: true }).notNull(),
    dwUpdatedAt: timestamp("dw_updated_at", { withTimezone: true }).notNull(),
    /** The newest version's `updated_at` as the source sent it; null if it is unreadable. */
    updatedAt: timestamp("updated_at", { withTimezone: true }),
    /** When the record was found deleted; null while the source lists it. */
    deletedAt: timestamp("deleted_at", { withTimezone: true }),
  },
  (table) => [
    /** The transformation looks up which records to keep out of gold. */
    index("enrichment_heads_deleted").on(table.recordKey).where(sql`deleted_at is not null`),
    /** The proof counts records by time. */
    index("enrichment_heads_by_time").on(table.updatedAt).where(sql`deleted_at is null`),
  ],
);

/**
 * Append-only: each time that the source no longer listed a record, or listed it in an older state. Gold ignores versions
 * observed before.
 */
export const deletions = bronze.table(
  "deletions",
  {
    recordKey: uuid("record_key").notNull(),
    deletedAt: timestamp("deleted_at", { withTimezone: true }).notNull(),
    runId: uuid("run_id").notNull(),
    reason: text("reason", { enum: deletionReasons }).notNull().default("gone"),
  },
  (table) => [
    primaryKey({ columns: [table.recordKey, table.deletedAt] }),
    check("deletions_reason", oneOf("reason", deletionReasons)),
    foreignKey({ columns: [table.runId], foreignColumns: [runs.runId] }),
  ],
);

/** One row per record with its latest raw payload. */
export const enrichments = bronze
  .view("enrichments", {
    recordKey: uuid("record_key"),
    payload: json("payload"),
    versionId: bigint("version_id", { mode: "number" }),
    fetchId: bigint("fetch_id", { mode: "number" }),
    dwIngestedAt: timestamp("dw_ingested_at", { withTimezone: true }),
    dwUpdatedAt: timestamp("dw_updated_at", { withTimezone: true }),
    deletedAt: timestamp("deleted_at", { withTimezone: true }),
  })
  .existing();
