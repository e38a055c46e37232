import type { Reject } from "../schemas/reject.ts";
import type { Snapshot, SqlFragment } from "../sql/snapshot.ts";

export interface RejectFilters {
  resolved: boolean | undefined;
  rules: string[] | undefined;
  fields: string[] | undefined;
}

const matching = (sql: Snapshot, { resolved, rules, fields }: RejectFilters): SqlFragment => sql`
  true
  ${resolved === undefined ? sql`` : sql`and (resolved_at is not null) = ${resolved}`}
  ${rules ? sql`and rule = any(${rules}::text[])` : sql``}
  ${fields ? sql`and field = any(${fields}::text[])` : sql``}`;

/** Up to `limit` rejects of versions before `before`, newest first. */
export const listRejects = (
  sql: Snapshot,
  filters: RejectFilters,
  { limit, before }: { limit: number; before: number | undefined },
) => sql<Reject[]>`
  select version_id, record_key, run_id, run_number, rule, field, payload::text as payload, rejected_at,
         resolved_at, resolved_by_version_id
  from ops.rejected_records
  join ops.runs using (run_id)
  where ${matching(sql, filters)} ${before === undefined ? sql`` : sql`and version_id < ${before}`}
  order by version_id desc
  limit ${limit}`;

/** How many versions broke which rule, most frequent first. */
export const countRejects = (sql: Snapshot, filters: RejectFilters) => sql<
  { rule: string; field: string; rejects: number }[]
>`
  select rule, field, count(*) as rejects
  from ops.rejected_records
  where ${matching(sql, filters)}
  group by rule, field
  order by rejects desc, rule, field`;
