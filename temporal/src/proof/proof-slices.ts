import type { Sql, TransactionSql } from "postgres";
import type { RunReference } from "../ledger/run-reference.ts";
import type { Span } from "./span.ts";

/** The numbers of a proof's passes begin here, above those of a complete read. */
export const FIRST_PROOF_PASS = 10;

/** Lost records may be earlier than all known ones. Sources refuse times that are far from those of their records. */
const EARLIER_THAN_ALL_KNOWN = "1 day";
const EARLIEST_TIME = "0001-01-01T00:00:00Z";

export async function unreadSlices(sql: Sql, run: RunReference): Promise<number[]> {
  const slices = await sql<{ slice_no: number }[]>`
    select slice_no from ops.slices
    where run_id = ${run.runId} and pass >= ${FIRST_PROOF_PASS} and finished_at is null order by slice_no`;
  return slices.map((slice) => slice.slice_no);
}

/**
 * Adds a slice for each span. Reading it ingests lost and stale records like any other slice.
 * @returns the numbers of the slices, in the order of the spans
 */
export async function insertSlices(
  sql: TransactionSql,
  run: RunReference,
  spans: readonly (Span & { expectedRecords: number })[],
): Promise<number[]> {
  const [last] = await sql<{ slice_no: number; pass: number; beginning: Date | null }[]>`
    select coalesce(max(slice_no), 0) as slice_no, greatest(max(pass), ${FIRST_PROOF_PASS - 1}) as pass,
           (select greatest(min(updated_at) - ${EARLIER_THAN_ALL_KNOWN}::interval, ${EARLIEST_TIME})
            from bronze.enrichment_heads where deleted_at is null) as beginning
    from ops.slices where run_id = ${run.runId}`;
  const { slice_no: lastNo = 0, pass = FIRST_PROOF_PASS - 1, beginning = null } = last ?? {};
  await sql`
    insert into ops.slices ${sql(
      spans.map(({ from, to, expectedRecords }, index) => ({
        run_id: run.runId,
        slice_no: lastNo + 1 + index,
        pass: pass + 1,
        from_at: from,
        to_at: to,
        walk: "keyset",
        cursor_at: from ?? beginning ?? new Date(0),
        cursor_page: 1,
        expected_records: expectedRecords,
      })),
    )}`;
  return spans.map((_, index) => lastNo + 1 + index);
}
