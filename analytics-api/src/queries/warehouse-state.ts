import type { AsOf } from "../schemas/envelope.ts";
import type { Snapshot } from "../sql/snapshot.ts";

export interface WarehouseState {
  /** Changes whenever an answer could. */
  version: string;
  /** Raised whenever gold changes. */
  dataVersion: number;
  asOf: AsOf;
}

/** What the warehouse holds now, as far as it decides whether an answer given before still stands. */
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
  const { generation, data_version, watermark, run_number, instant } = state;
  return {
    version: [generation, data_version, run_number, watermark?.toISOString()].join("/"),
    dataVersion: data_version,
    asOf: { run_number, instant, watermark },
  };
}
