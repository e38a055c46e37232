import type { AsOf } from "../schemas/as-of.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** The state of the warehouse that identifies cached responses, and `as_of`. */
export async function readWarehouseState(sql: Snapshot) {
  const [state] = await sql<(AsOf & { generation: number; data_version: number })[]>`
    select generation, data_version, watermark, run_number, started_at as instant
    from ops.warehouse_state
    left join lateral (
      select run_number, started_at
      from ops.runs
      where runs.generation = warehouse_state.generation and outcome in ('succeeded', 'succeeded_with_findings', 'incomplete')
      order by run_number desc limit 1
    ) as newest on true`;
  if (!state) throw new Error("ops.warehouse_state is empty: run the migrations of the warehouse.");
  const { generation, data_version: dataVersion, watermark, run_number, instant } = state;
  return {
    /** Changes whenever a response could change. */
    version: [generation, dataVersion, run_number, watermark?.toISOString()].join("/"),
    /** Raised whenever gold changes. */
    dataVersion,
    asOf: { run_number, instant, watermark },
  };
}

export type WarehouseState = Awaited<ReturnType<typeof readWarehouseState>>;
