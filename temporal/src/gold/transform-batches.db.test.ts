import { randomUUID } from "node:crypto";
import type { WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { fetchedPage } from "../../testing/fetched-page.ts";
import { activity, createWarehouseAtWork, run } from "../../testing/run-at-work.ts";
import { writeVersions } from "../bronze/write-versions.ts";
import { isGoldCurrent } from "./is-gold-current.ts";
import { transformBatches } from "./transform-batches.ts";
import type { RuleBounds } from "./validate-versions.ts";

let warehouse: WarehouseDatabase;

beforeEach(async () => {
  warehouse = await createWarehouseAtWork(inject("postgresUrl"));
});
afterEach(() => warehouse[Symbol.asyncDispose]());

const good = {
  id: "f47ac10b-58cc-4372-a567-0e02b2c3d479",
  id_workspace: "e6bb64bf-46e4-410d-8406-c61e267ea607",
  workspace_name: "  Soluções Técnicas Ltda ",
  total_contacts: 1_500 as unknown,
  contact_type: "COMPANY",
  status: "COMPLETED",
  created_at: "2025-11-15T14:30:00Z",
  updated_at: "2025-11-15T14:35:30Z",
};

/** Each call is one commit, so one batch, observed a second after the one before. */
let observed = Date.UTC(2026, 0, 5);
async function ingest(...records: unknown[]): Promise<void> {
  observed += 1_000;
  const fetched = fetchedPage(JSON.stringify({ data: records }), new Date(observed));
  await warehouse.pipelineSql.begin((sql) =>
    writeVersions(sql, run.runId, activity, [fetched], { trackSeen: false, pass: 1 }),
  );
}
const bounds: RuleBounds = { earliestPlausible: "2000-01-01" };
const transform = (within = bounds) =>
  warehouse.pipelineSql.begin((sql) => transformBatches(sql, run, within));
const goldRows = () => warehouse.sql`select * from gold.enrichments order by id_enriquecimento`;
/** Sessions that wait for a lock. */
const waiting = () => warehouse.sql`
  select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
const rejects = () => warehouse.sql`
  select rule, field, resolved_at is not null as resolved from ops.rejected_records order by version_id`;

describe("transformBatches", () => {
  test("writes a gold row by the rules", async () => {
    await ingest(good);
    expect(await transform()).toEqual({ batches: 1, versions: 1, inserted: 1, updated: 0, rejected: 0 });
    const [row] = await goldRows();
    expect(row).toMatchObject({
      id_enriquecimento: good.id,
      id_workspace: good.id_workspace,
      nome_workspace: "Soluções Técnicas Ltda",
      total_contatos: 1_500,
      tipo_contato: "EMPRESA",
      status_processamento: "CONCLUIDO",
      data_criacao: new Date("2025-11-15T14:30:00Z"),
      data_atualizacao: new Date("2025-11-15T14:35:30Z"),
      duracao_processamento_minutos: 5.5,
      tempo_por_contato_minutos: 5.5 / 1_500,
      processamento_sucesso: true,
      categoria_tamanho_job: "MUITO_GRANDE",
      necessita_reprocessamento: false,
      id_execucao: run.runId,
    });
  });

  test("makes gold current, unless a reject is open", async () => {
    expect(await isGoldCurrent(warehouse.sql)).toBe(true);
    await ingest(good);
    expect(await isGoldCurrent(warehouse.sql)).toBe(false);
    await transform();
    expect(await isGoldCurrent(warehouse.sql)).toBe(true);
    const renamed = { ...good, updated_at: "2025-11-15T14:36:00Z" };
    await ingest({ ...renamed, workspace_name: " " });
    await transform();
    expect(await isGoldCurrent(warehouse.sql)).toBe(false);
    await ingest({ ...renamed, updated_at: "2025-11-15T14:37:00Z" });
    await transform();
    expect(await isGoldCurrent(warehouse.sql)).toBe(true);
  });

  test("the earliest plausible date can be another, also for what has been validated already", async () => {
    const old = { ...good, created_at: "1998-01-01T00:00:00Z" };
    await ingest(old, { ...good, id: randomUUID() });
    expect(await transform()).toMatchObject({ inserted: 1, rejected: 1 });
    await warehouse.sql`truncate gold.enrichments`;
    await warehouse.sql`update ops.batches set transformed_at = null`;
    expect(await transform({ earliestPlausible: "1990-01-01" })).toMatchObject({ inserted: 2, rejected: 0 });
    expect(await rejects()).toEqual([]);
    expect(await warehouse.sql`select from gold.enrichments_history where valid_to is null`).toHaveLength(2);
    await warehouse.sql`truncate gold.enrichments`;
    await warehouse.sql`update ops.batches set transformed_at = null`;
    expect(await transform({ earliestPlausible: "2026-01-01" })).toMatchObject({ inserted: 0, rejected: 2 });
  });

  test.each([
    ["commits", { batches: 0, inserted: 0 }],
    ["fails", { batches: 1, inserted: 1 }],
  ] as const)("nothing counts as done that another transaction holds, which then %s", async (end, after) => {
    await ingest(good);
    const held = Promise.withResolvers<void>();
    const holding = Promise.withResolvers<void>();
    const other = warehouse.pipelineSql
      .begin(async (sql) => {
        await transformBatches(sql, run, bounds);
        holding.resolve();
        await held.promise;
      })
      .catch((error: unknown) => error);
    await holding.promise;
    const transformed = transform();
    await vi.waitFor(async () => expect(await waiting()).toHaveLength(1), { timeout: 10_000 });
    if (end === "commits") held.resolve();
    else held.reject(new Error("The other attempt failed."));
    await other;
    expect(await transformed).toMatchObject(after);
    expect(await goldRows()).toHaveLength(1);
  });

  test("a record that PostgreSQL cannot read leaves the last good state of its id", async () => {
    await ingest(good);
    await ingest({ ...good, status: "FAILED", workspace_name: "\0", updated_at: "2025-11-15T15:00:00Z" });
    await transform();
    expect(await goldRows()).toMatchObject([{ status_processamento: "CONCLUIDO" }]);
    expect(await rejects()).toEqual([{ rule: "payload_not_readable", field: "payload", resolved: false }]);
    await ingest({ ...good, status: "CANCELED", updated_at: "2025-11-15T16:00:00Z" });
    await transform();
    expect(await rejects()).toEqual([{ rule: "payload_not_readable", field: "payload", resolved: true }]);
  });

  test("whole numbers in other notations are whole numbers", async () => {
    await ingest(good);
    await warehouse.sql`
      update bronze.enrichment_versions set payload = replace(payload::text, '1500', '1.5e3')::json`;
    await transform();
    expect((await goldRows())[0]?.total_contatos).toBe(1_500);
  });

  test("keeps the last good state while the newest one is rejected, and resolves the reject with the next good one", async () => {
    await ingest(good);
    await ingest({ ...good, status: "DONE", updated_at: "2025-11-15T15:00:00Z" });
    await transform();
    expect((await goldRows())[0]?.status_processamento).toBe("CONCLUIDO");
    expect(await rejects()).toEqual([{ rule: "status_unknown", field: "status", resolved: false }]);
    await ingest({ ...good, status: "FAILED", updated_at: "2025-11-15T16:00:00Z" });
    await transform();
    expect((await goldRows())[0]?.status_processamento).toBe("FALHOU");
    expect(await rejects()).toEqual([{ rule: "status_unknown", field: "status", resolved: true }]);
  });

  test("a second purge has nothing to do", async () => {
    await ingest(good);
    await transform();
    expect(await transform()).toEqual({ batches: 0, versions: 0, inserted: 0, updated: 0, rejected: 0 });
  });

  test("a record deleted at the source stays out", async () => {
    await ingest(good);
    await warehouse.sql`update bronze.enrichment_heads set deleted_at = now()`;
    await transform();
    expect(await goldRows()).toEqual([]);
  });

  test("whatever order versions arrive and are transformed in, the newest updated_at wins", async () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        minutes,
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        async (order, pauses) => {
          const id = randomUUID();
          for (const [index, minute] of order.entries()) {
            const updated_at = `2025-11-15T15:${String(minute).padStart(2, "0")}:00Z`;
            await ingest({ ...good, id, total_contacts: minute, updated_at });
            if (pauses[index]) await transform();
          }
          await transform();
          const [row] = await warehouse.sql`
          select total_contatos from gold.enrichments where id_enriquecimento = ${id}`;
          expect(row?.total_contatos).toBe(Math.max(...order));
        },
      ),
      { numRuns: 25 },
    );
  });

  test("a record that came back begins anew, also when gold is rebuilt", async () => {
    await ingest({ ...good, updated_at: "2025-11-16T00:00:00Z" });
    await transform();
    await warehouse.sql`
      insert into bronze.deletions (record_key, deleted_at, run_id) values (${good.id}, ${new Date(observed + 500)}, ${run.runId})`;
    await warehouse.sql`update bronze.enrichment_heads set deleted_at = ${new Date(observed + 500)}`;
    await warehouse.sql`delete from gold.enrichments`;
    await ingest({ ...good, status: "FAILED", updated_at: "2025-11-15T15:00:00Z" });
    await transform();
    const cameBack = [{ status_processamento: "FALHOU", data_atualizacao: new Date("2025-11-15T15:00:00Z") }];
    expect(await goldRows()).toMatchObject(cameBack);
    await warehouse.sql`truncate gold.enrichments`;
    await warehouse.sql`update ops.batches set transformed_at = null`;
    await transform();
    expect(await goldRows()).toMatchObject(cameBack);
  });

  test("gold rebuilt from bronze is the same gold", async () => {
    await ingest(good, { ...good, id: randomUUID(), status: "FAILED" });
    await ingest({ ...good, status: "CANCELED", updated_at: "2025-11-16T00:00:00Z" });
    await transform();
    const comparable = (rows: readonly Record<string, unknown>[]) =>
      rows.map(({ data_atualizacao_dw, ...row }) => row);
    const before = comparable(await goldRows());
    await warehouse.sql`truncate gold.enrichments`;
    await warehouse.sql`update ops.batches set transformed_at = null`;
    await transform();
    expect(comparable(await goldRows())).toEqual(before);
    expect(before).toHaveLength(2);
  });
});
