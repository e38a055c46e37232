import { ops } from "@enrichment-monitor/warehouse";
import { type ProofEnd, verdictOf } from "@enrichment-monitor/warehouse/proof-verdict";
import { z } from "@hono/zod-openapi";
import { count, instant, instantOrNull, uuid } from "../schemas/wire.ts";
import type { Snapshot, SqlFragment } from "../sql/snapshot.ts";

export const differenceKind = z.enum(ops.differenceKinds).openapi({
  description:
    "`lost`: listed by the source, unknown to the warehouse. `stale`: listed with a newer `updated_at`. `rolled_back`: listed with an older one. `listed_twice`: listed more than once. `gone`: no longer listed. `changed`: listed with the same `updated_at` and different content.",
  example: "gone",
});

/** A proof by counting: a row of `ops.proofs`, with the totals of its windows and differences. */
export const proofSummary = z.object({
  run_id: uuid,
  run_number: count.openapi({ example: 412 }),
  verdict: z.enum(ops.proofVerdicts).openapi({
    description:
      "`counting`: running. `proved`: source and warehouse have the same count in every window. `being_checked`: windows differ, or the source changed during the count; the next run continues. `read_in_full`: a complete read compared every record. `not_countable`: the source cannot be counted by time; its total and its pages are compared instead.",
    example: "proved",
  }),
  started_at: instant,
  finished_at: instantOrNull,
  source_records: count
    .nullable()
    .openapi({ description: "Entries counted by the source; null: not counted.", example: 5204 }),
  warehouse_records: count
    .nullable()
    .openapi({ description: "Entries that the warehouse expects the source to list.", example: 5204 }),
  requests: count.openapi({ description: "Requests to count and to read what differed.", example: 22 }),
  windows_total: count.openapi({
    description: "Counted periods of `updated_at`; together they cover the whole source.",
    example: 14,
  }),
  windows_healed: count.openapi({
    description: "Windows that differed until their records were read.",
    example: 1,
  }),
  windows_differing: count.openapi({ description: "Windows that still differ.", example: 0 }),
  records_differing: count.openapi({ description: "By how many entries they differ.", example: 0 }),
  differences_total: count.openapi({
    description:
      "Records that differed. Each is corrected, unless its window still differs. For those of a complete read, see the run's `findings`.",
    example: 1,
  }),
  differences_by_kind: z.array(z.object({ kind: differenceKind, records: count.openapi({ example: 1 }) })),
  gold_checked: count.openapi({ description: "Gold rows derived from bronze again.", example: 500 }),
  gold_repaired: count.openapi({ description: "Gold rows that did not match bronze.", example: 0 }),
});

export type ProofSummary = z.infer<typeof proofSummary>;

/** Newest first. */
async function readProofs(sql: Snapshot, matching: SqlFragment, limit: number): Promise<ProofSummary[]> {
  const rows = await sql<(Omit<ProofSummary, "verdict"> & ProofEnd)[]>`
    select run_id, run_number, verdict, outcome as "runOutcome",
           exists (select from ops.findings
                   where findings.run_id = proof.run_id and code = 'being_checked') as "isLeftOpen",
           started_at, finished_at, source_records, warehouse_records, requests, windows.*, found.*, gold_checked, gold_repaired
    from (
      select proof.*, run_number, outcome from ops.proofs as proof join ops.runs as run using (run_id)
      where ${matching} order by run_number desc limit ${limit}) as proof
    cross join lateral (
      select count(*) filter (where origin in ('boundary', 'half')) as windows_total,
             count(*) filter (where verdict = 'healed') as windows_healed,
             count(*) filter (where differs) as windows_differing,
             coalesce(sum(abs(difference_from - difference_to)) filter (where differs), 0)::bigint as records_differing
      from ops.proof_windows
      cross join lateral (
        select verdict in ('differs', 'reading', 'unsettled') and difference_from <> difference_to as differs) as judged
      where proof_windows.run_id = proof.run_id) as windows
    cross join lateral (
      select coalesce(sum(records), 0)::bigint as differences_total,
             coalesce(json_agg(by_kind order by records desc, kind), '[]') as differences_by_kind
      from (select kind, count(*) as records from ops.differences
            where differences.run_id = proof.run_id group by kind) as by_kind) as found
    order by run_number desc`;
  return rows.map(({ verdict, runOutcome, isLeftOpen, ...row }) => ({
    ...row,
    verdict: verdictOf({ verdict, runOutcome, isLeftOpen }),
  }));
}

export async function findProof(sql: Snapshot, runId: string) {
  const [proof] = await readProofs(sql, sql`proof.run_id = ${runId}`, 1);
  return proof;
}

/** Up to `limit` finished proofs of finished runs, newest first. */
export const listProofs = (sql: Snapshot, limit: number) =>
  readProofs(sql, sql`proof.finished_at is not null and run.finished_at is not null`, limit);
