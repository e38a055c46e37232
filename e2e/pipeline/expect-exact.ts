import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { expect } from "vitest";
import { expectedFrom, readGold } from "./compare-gold.ts";
import type { SourceAdmin } from "./source-admin.ts";

export interface SourceAndWarehouse {
  admin: SourceAdmin;
  sql: WarehouseClient;
}

/**
 * Gold must equal the source, record by record. A malformed record must be in gold with its last valid state, or among the rejects if it never
 * had one.
 */
export async function expectGoldEqualsSource({ admin, sql }: SourceAndWarehouse): Promise<void> {
  const records = await admin.records();
  const rejected = await sql<{ record_key: string }[]>`
    select distinct record_key from ops.rejected_records
    where resolved_at is null
      and not exists (select from gold.enrichments where id_enriquecimento = record_key)`;
  const malformed = records.filter((record) => record.malformed !== undefined);
  expect(rejected.length).toBeLessThanOrEqual(malformed.length);
  const gold = await readGold(sql);
  const inGold = new Set(gold.map((row) => row.id_enriquecimento));
  expect(gold).toEqual(
    expectedFrom(records.filter((record) => record.malformed === undefined || inGold.has(record.id))),
  );
  expect(gold.length + rejected.length).toBe(records.length);
  await expectHistoryEndsInGold(sql);
}

/** The history's current state of every record must be the one in gold. */
async function expectHistoryEndsInGold(sql: WarehouseClient): Promise<void> {
  const differing = await sql`
    select id_enriquecimento, gold.id_versao_bronze as shown, known.id_versao_bronze as known
    from gold.enrichments as gold
    full join (select * from gold.enrichments_history where valid_to is null) as known using (id_enriquecimento)
    where gold.id_versao_bronze is distinct from known.id_versao_bronze`;
  expect([...differing]).toEqual([]);
}

/** The newest run in the ledger must have succeeded, with or without findings, and balanced. */
export async function expectBalancedLedger({ sql }: Pick<SourceAndWarehouse, "sql">): Promise<void> {
  const [run] = await sql`
    select outcome, balanced, finished_at is not null as closed from ops.runs order by run_number desc limit 1`;
  expect(run).toEqual({
    outcome: expect.stringMatching(/^succeeded(_with_findings)?$/),
    balanced: true,
    closed: true,
  });
  const [left] = await sql`
    select (select count(*) from ops.runs where finished_at is null) as open_runs,
           (select count(*) from ops.batches where transformed_at is null) as pending_batches`;
  expect(left).toEqual({ open_runs: 0, pending_batches: 0 });
}
