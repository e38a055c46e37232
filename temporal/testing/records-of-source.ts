import type { WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import {
  applyRollbacks,
  markDeleted,
  requeueLostFromGold,
  seenInNoPass,
  seenUnchanged,
} from "../src/bronze/full-read.ts";
import { writeVersions } from "../src/bronze/write-versions.ts";
import { transformBatches } from "../src/gold/transform-batches.ts";
import type { RuleBounds } from "../src/gold/validate-versions.ts";
import { fetchedPage } from "./fetched-page.ts";
import { activity, run } from "./run-at-work.ts";

export const bounds: RuleBounds = { earliestPlausible: "2000-01-01" };

/** A record as the source sends it, without its id. */
export const goodRecord = {
  id_workspace: "e6bb64bf-46e4-410d-8406-c61e267ea607",
  workspace_name: "Aço",
  total_contacts: 1_500,
  contact_type: "COMPANY",
  status: "COMPLETED",
  created_at: "2025-11-15T14:30:00Z",
  updated_at: "2025-11-15T14:35:30Z",
};

/** Writes what one answer of the source brought: one commit, so one batch. */
export async function ingest({ pipelineSql }: WarehouseDatabase, records: readonly unknown[]): Promise<void> {
  const page = fetchedPage(JSON.stringify({ data: records }), new Date());
  await pipelineSql.begin((sql) =>
    writeVersions(sql, run.runId, activity, [page], { trackSeen: false, pass: 1 }),
  );
}

/** Transforms until nothing is pending. */
export async function transformAll({ pipelineSql }: WarehouseDatabase): Promise<void> {
  for (let batches = 1; batches > 0; )
    ({ batches } = await pipelineSql.begin((sql) => transformBatches(sql, run, bounds)));
}

/** A complete read that finds all records as bronze knows them, but for those that are gone. */
export async function readEverything(
  { pipelineSql }: WarehouseDatabase,
  gone: readonly string[],
): Promise<void> {
  await pipelineSql.begin(async (sql) => {
    await sql`
      insert into ops.sightings (run_id, pass, record_key, content_hash, updated_at)
      select ${run.runId}, 1, record_key, content_hash, gold.data_hora(payload ->> 'updated_at')
      from bronze.enrichment_heads join bronze.enrichment_versions using (record_key, version_id)
      where deleted_at is null and not (record_key = any(${gone}::uuid[]))`;
    await markDeleted(sql, run.runId, seenInNoPass(sql, run.runId), 0);
    await applyRollbacks(sql, run.runId, seenUnchanged(sql, run.runId, 1), 0);
    await requeueLostFromGold(sql);
    await sql`delete from ops.sightings`;
  });
}

/** Gold as bronze makes it when it begins from nothing. */
export async function freshGold({ sql }: WarehouseDatabase): Promise<Record<string, unknown>[]> {
  let rows: Record<string, unknown>[] = [];
  const undone = new Error("Only to look at.");
  await sql
    .begin(async (transaction) => {
      await transaction`delete from gold.enrichments`;
      await transaction`update ops.batches set transformed_at = null`;
      for (let batches = 1; batches > 0; ) ({ batches } = await transformBatches(transaction, run, bounds));
      rows = await goldStates(transaction);
      throw undone;
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error;
    });
  return rows;
}

/** What gold shows, without its bookkeeping. */
export async function goldStates(
  sql: Pick<WarehouseDatabase["sql"], "unsafe">,
): Promise<Record<string, unknown>[]> {
  const rows = await sql.unsafe<Record<string, unknown>[]>(
    "select * from gold.enrichments order by id_enriquecimento",
  );
  return rows.map(({ data_atualizacao_dw, id_execucao, ...state }) => state);
}
