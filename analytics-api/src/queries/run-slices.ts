import type { Slice } from "../schemas/run-work.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** The parts that a run's reading of the source was cut into, and how far each has come. */
export const readSlices = (sql: Snapshot, runId: string) => sql<Slice[]>`
  select slice_no, walk, from_at, to_at, cursor_at, records_read, expected_records, finished_at
  from ops.slices
  where run_id = ${runId}
  order by slice_no`;
