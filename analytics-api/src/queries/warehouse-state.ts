import type { AsOf } from "../schemas/envelope.ts";
import type { Snapshot } from "../sql/snapshot.ts";

export interface WarehouseState {
  /** Changes whenever a response could change. */
  version: string;
  /** Raised whenever gold changes. */
  dataVersion: number;
  asOf: AsOf;
}

/** The state of the warehouse that identifies cached responses, and `as_of`. */
export async function readWarehouseState(sql: Snapshot): Promise<WarehouseState> {
  const [state] = await sql<(AsOf & { generation: number; data_version: number })[]>`
    select generation, data_version, watermark, run_number, started_at as instant
    from ops.warehouse_state
    left join lateral (
      select run_number, started_at
      from ops.runs
      where runs.generation = warehouse_state.generation and outcome in ('succeeded', 'succeeded_with_findings', 'incomplete')
      order by run_number desc
      limit 1
    ) as newest on true`;
  if (!state) throw new Error("ops.warehouse_state is empty: run the migrations of the warehouse.");
  const { generation, data_version: dataVersion, watermark, run_number, instant } = state;
  return {
    version: [generation, dataVersion, run_number, watermark?.toISOString()].join("/"),
    dataVersion,
    asOf: { run_number, instant, watermark },
  };
}
