import type { Difference } from "../schemas/proof.ts";
import type { Snapshot } from "../sql/snapshot.ts";

type DifferenceRow = Omit<Difference, "lineage_path"> & { is_in_gold: boolean };

/** Up to `limit` records that a run's proof found to differ, as they were found. */
export const readDifferences = (sql: Snapshot, runId: string, limit: number) => sql<DifferenceRow[]>`
  select record_key, kind, window_no, version_id, found_at,
         exists (select from gold.enrichments where id_enriquecimento = record_key) as is_in_gold
  from ops.differences
  where run_id = ${runId}
  order by found_at, record_key, kind
  limit ${limit}`;
