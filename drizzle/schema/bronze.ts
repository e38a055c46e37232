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

/** Bronze: what the source said, as it said it. */
export const bronze = pgSchema("bronze");

/** Every HTTP request made to the source, failed ones too. */
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
    /** Null when no response arrived. */
    httpStatus: smallint("http_status"),
    failure: text("failure"),
    /** Records in the response. */
    rows: integer("rows").notNull().default(0),
    newVersions: integer("new_versions").notNull().default(0),
    requestedAt: timestamp("requested_at", { withTimezone: true }).notNull(),
    durationMs: integer("duration_ms").notNull(),
    /** The header as received: seconds, a date, or nonsense. */
    retryAfter: text("retry_after"),
    /** The wait that was made of it. */
    retryWaitMs: integer("retry_wait_ms"),
  },
  (table) => [
    foreignKey({ columns: [table.runId], foreignColumns: [runs.runId] }),
    index("fetches_by_run").on(table.runId),
  ],
);

/** Every distinct version of a record in the order observed: never altered; deleted by the purge, and when found damaged. */
export const enrichmentVersions = bronze.table(
  "enrichment_versions",
  {
    versionId: bigint("version_id", { mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    /** The source's id where it is a UUID, else a UUID derived from what was sent in its place. */
    recordKey: uuid("record_key").notNull(),
    /**
     * The record's newest version when this one was written: chains versions without an index on them. Null: the first.
     * One that was observed before the head but committed after it hangs beside the chain. It may have been purged since.
     */
    previousVersionId: bigint("previous_version_id", { mode: "number" }),
    fetchId: bigint("fetch_id", { mode: "number" }).notNull(),
    /** The commit that wrote it, which gold transforms as one. */
    batchId: bigint("batch_id", { mode: "number" }).notNull(),
    observedAt: timestamp("observed_at", { withTimezone: true }).notNull(),
    /** `json`, not `jsonb`: keeps the bytes the source sent, and costs half to write. */
    payload: json("payload").notNull(),
  },
  (table) => [
    /** One record's history. */
    index("enrichment_versions_by_record").on(table.recordKey, table.versionId),
    /** Whether a version still refers to a fetch, when old ones are purged. */
    index("enrichment_versions_by_fetch").on(table.fetchId),
  ],
);

/** Per record its newest version and that version's hash: what makes "unchanged" cheap to see. */
export const enrichmentHeads = bronze.table(
  "enrichment_heads",
  {
    recordKey: uuid("record_key").primaryKey(),
    versionId: bigint("version_id", { mode: "number" }).notNull(),
    /** 64 bits of the payload's text. */
    contentHash: bigint("content_hash", { mode: "bigint" }).notNull(),
    dwIngestedAt: timestamp("dw_ingested_at", { withTimezone: true }).notNull(),
    dwUpdatedAt: timestamp("dw_updated_at", { withTimezone: true }).notNull(),
    /** The newest version's `updated_at` as the source wrote it; null where it is unreadable. */
    updatedAt: timestamp("updated_at", { withTimezone: true }),
    /** The record's last deletion, while it has not come back. */
    deletedAt: timestamp("deleted_at", { withTimezone: true }),
  },
  (table) => [
    /** The transformation asks it of every record that it must keep out of gold. */
    index("enrichment_heads_deleted").on(table.recordKey).where(sql`deleted_at is not null`),
    /** The proof counts records by their time. */
    index("enrichment_heads_by_time").on(table.updatedAt).where(sql`deleted_at is null`),
  ],
);

/**
 * Append-only: each time a complete read no longer found a record at the source, or found it in an older state. What was
 * observed before no longer counts for gold.
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

/** One row per record, its latest raw payload. */
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
