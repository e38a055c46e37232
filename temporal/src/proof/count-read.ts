import type { Sql } from "postgres";
import type { RunReference } from "../ledger/run-reference.ts";
import { boundShift } from "./bounds.ts";
import { countWarehouse } from "./count-warehouse.ts";
import { FIRST_PROOF_PASS } from "./plan-reading.ts";

/**
 * Entries that the proof's last reading from a time to the end met; where it has not read from there, those that the warehouse
 * takes the source to list since.
 *
 * @param from null: the beginning
 */
export async function countReadSince(
  sql: Sql,
  run: RunReference,
  from: Date | null,
  excludesUpdatedSince: boolean,
): Promise<number> {
  const [read] = await sql<{ entries: number }[]>`
    select (select coalesce(sum(copies), 0)::bigint from ops.sightings as sighting
            where run_id = ${run.runId} and sighting.pass = slice.pass
              and (sighting.updated_at is null
                   or sighting.updated_at >= coalesce(${from}::timestamptz + ${boundShift(sql, excludesUpdatedSince)}, '-infinity'))
           ) as entries
    from ops.slices as slice
    where run_id = ${run.runId} and pass >= ${FIRST_PROOF_PASS} and finished_at is not null
      and from_at is not distinct from ${from}::timestamptz and to_at is null
    order by pass desc limit 1`;
  if (read) return read.entries;
  const [known = 0] = await countWarehouse(sql, [from], excludesUpdatedSince);
  return known;
}
