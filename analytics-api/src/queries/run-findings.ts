import type { Finding } from "../schemas/finding.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** What a run noticed, the most serious first. */
export const readFindings = (sql: Snapshot, runId: string) => sql<Finding[]>`
  select code, severity, records, record_ids, detail, remedy, found_at
  from ops.findings
  where run_id = ${runId}
  order by array_position('{gap,warning,notice}', severity), records desc, code`;
