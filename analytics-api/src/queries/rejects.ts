import { z } from "@hono/zod-openapi";
import { count, instant, instantOrNull, rawJson, recordKey, uuid } from "../schemas/wire.ts";
import type { PageRead, Snapshot, SqlFragment } from "../sql/snapshot.ts";

/** A version that broke a rule: a row of `ops.rejected_records`. */
export const reject = z
  .object({
    version_id: count.openapi({ example: 10433 }),
    record_key: recordKey,
    run_id: uuid,
    run_number: count.openapi({ example: 412 }),
    rule: z.string().openapi({ example: "not_negative" }),
    field: z.string().openapi({ example: "total_contacts" }),
    payload: rawJson,
    rejected_at: instant,
    resolved_at: instantOrNull.openapi({ example: null }),
    resolved_by_version_id: count.nullable().openapi({ example: null }),
  })
  .openapi("Reject");

const EXAMPLES = 5;

/** The versions that broke one rule. */
export const ruleCount = reject
  .pick({ rule: true, field: true })
  .extend({
    rejects: count.openapi({ example: 4 }),
    unresolved: count.openapi({ description: "Those that no valid version has replaced.", example: 1 }),
    first_rejected_at: instant.describe("Since when the rule is broken."),
    last_rejected_at: instant,
    newest_records: z.array(uuid).describe(`The \`record_key\` of the newest, at most ${EXAMPLES}.`),
  })
  .openapi("RuleCount");

type RejectFilters = {
  resolved?: string | undefined;
  rule?: string[] | undefined;
  field?: string[] | undefined;
};

const matching = (sql: Snapshot, { resolved, rule, field }: RejectFilters): SqlFragment => sql`
  true
  ${resolved ? sql`and (resolved_at is not null) = ${resolved === "true"}` : sql``}
  ${rule ? sql`and rule = any(${rule}::text[])` : sql``}
  ${field ? sql`and field = any(${field}::text[])` : sql``}`;

/** Newest first. */
export const listRejects = (sql: Snapshot, filters: RejectFilters, { limit, after }: PageRead<number>) => sql<
  z.infer<typeof reject>[]
>`
  select version_id, record_key, run_id, run_number, rule, field, payload::text as payload, rejected_at,
         resolved_at, resolved_by_version_id
  from ops.rejected_records
  join ops.runs using (run_id)
  where ${matching(sql, filters)} ${after === undefined ? sql`` : sql`and version_id < ${after}`}
  order by version_id desc
  limit ${limit}`;

/** How many versions broke which rule, most frequent first. */
export const countRejects = (sql: Snapshot, filters: RejectFilters) => sql<z.infer<typeof ruleCount>[]>`
  select rule, field, count(*) as rejects, count(*) filter (where resolved_at is null) as unresolved,
         min(rejected_at) as first_rejected_at, max(rejected_at) as last_rejected_at,
         (array_agg(record_key order by version_id desc))[1:${EXAMPLES}] as newest_records
  from ops.rejected_records
  where ${matching(sql, filters)}
  group by rule, field
  order by rejects desc, rule, field`;
