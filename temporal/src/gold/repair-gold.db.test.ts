import { randomUUID } from "node:crypto";
import type { WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { expectRollupsOfGold } from "../../../drizzle/testing/expect-rollups.ts";
import {
  bounds,
  freshGold,
  goldStates,
  goodRecord,
  ingest,
  readEverything,
  transformAll,
} from "../../testing/records-of-source.ts";
import { createWarehouseAtWork, run } from "../../testing/run-at-work.ts";
import { findDifferingRanges } from "./find-differing-ranges.ts";
import { findDifferingRecords } from "./find-differing-records.ts";
import { EVERYTHING } from "./key-range.ts";
import { repairGold } from "./repair-gold.ts";
import type { RepairScope } from "./repair-scope.ts";

let warehouse: WarehouseDatabase;
const repairingRun = { ...run, runId: "0198a3c0-0000-7000-8000-000000000002", runNumber: 2 };

const ids = [
  "00000000-0000-4000-8000-000000000000",
  randomUUID(),
  "ffffffff-ffff-4fff-bfff-ffffffffffff",
] as const;
const [first, damaged, last] = ids;
const nothing = {
  inserted: 0,
  overwritten: 0,
  deleted: 0,
  recordIds: [],
  rejectIds: [],
  damagedBronze: [],
};

beforeEach(async () => {
  warehouse = await createWarehouseAtWork(inject("postgresUrl"));
  await warehouse.sql`
    insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id)
    values (${repairingRun.runId}, 1, 'modular', 'incremental', 'cli', 'w')`;
});
afterEach(() => warehouse[Symbol.asyncDispose]());

const repair = (scope: RepairScope = EVERYTHING) =>
  warehouse.pipelineSql.begin((sql) => repairGold(sql, repairingRun, scope, bounds));
const everyone = (fields: object = {}) => ids.map((id) => ({ ...goodRecord, ...fields, id }));
const physicalRows = () => warehouse.sql`
  select id_enriquecimento, xmin::text, ctid::text from gold.enrichments order by id_enriquecimento`;
const rejects = () => warehouse.sql`
  select record_key, version_id, rule, field, resolved_at is not null as resolved, resolved_by_version_id
  from ops.rejected_records order by version_id`;

/** Two versions of each record, the newer one in gold. */
async function fill(): Promise<void> {
  await ingest(warehouse, everyone({ status: "PROCESSING", updated_at: "2025-11-15T14:31:00Z" }));
  await ingest(warehouse, everyone());
  await transformAll(warehouse);
}

/** @returns the keys that the comparison by ranges leads to */
async function findDiffering(): Promise<string[]> {
  const ranges = await findDifferingRanges(warehouse.pipelineSql);
  const keys = await Promise.all(
    ranges.map((range) => findDifferingRecords(warehouse.pipelineSql, range, 100)),
  );
  return keys.flat();
}

/** One repair brings back what gold was, and does not touch any other row. */
async function expectRepaired(
  expected: object,
  damage: () => Promise<unknown>,
  scope: RepairScope = EVERYTHING,
): Promise<void> {
  const states = await goldStates(warehouse.sql);
  await damage();
  const before = await physicalRows();
  expect(await repair(scope)).toMatchObject({ ...nothing, ...expected });
  expect(await goldStates(warehouse.sql)).toEqual(states);
  expect(await freshGold(warehouse)).toEqual(states);
  const others = (rows: typeof before) => rows.filter((row) => row.id_enriquecimento !== damaged);
  expect(others(await physicalRows())).toEqual(others(before));
  await expectRollupsOfGold(warehouse.sql);
  expect(await repair()).toMatchObject(nothing);
  expect(await findDiffering()).toEqual([]);
}

/** Damages that any column of gold may have suffered, as SQL. */
const columnDamages = {
  id_workspace: "gen_random_uuid()",
  nome_workspace: "'Aco'",
  total_contatos: "total_contatos + 1",
  tipo_contato: "'PESSOA'",
  status_processamento: "'FALHOU'",
  data_criacao: "data_criacao - interval '1 microsecond'",
  data_atualizacao: "data_atualizacao + interval '1 year'",
  duracao_processamento_minutos: "duracao_processamento_minutos + 1e-12",
  tempo_por_contato_minutos: "null",
  processamento_sucesso: "not processamento_sucesso",
  categoria_tamanho_job: "'PEQUENO'",
  necessita_reprocessamento: "not necessita_reprocessamento",
  id_versao_bronze: "id_versao_bronze + 1000",
};

describe("repairGold", () => {
  test("changes nothing where gold is right", async () => {
    await fill();
    const before = await physicalRows();
    const states = await goldStates(warehouse.sql);
    expect(await repair()).toEqual({ ...nothing, checked: 3 });
    expect(await physicalRows()).toEqual(before);
    expect(await goldStates(warehouse.sql)).toEqual(states);
  });

  test("every column but the bookkeeping can be damaged in these tests", async () => {
    const columns = await warehouse.sql<{ name: string }[]>`
      select column_name as name from information_schema.columns
      where table_schema = 'gold' and table_name = 'enrichments'
        and column_name not in ('id_enriquecimento', 'data_atualizacao_dw', 'id_execucao')`;
    expect(columns.map(({ name }) => name).toSorted()).toEqual(Object.keys(columnDamages).toSorted());
  });

  test.each(Object.entries(columnDamages))("%s: overwrites the row", async (column, value) => {
    await fill();
    await expectRepaired({ overwritten: 1, recordIds: [damaged] }, () =>
      warehouse.sql.unsafe(
        `update gold.enrichments set ${column} = ${value} where id_enriquecimento = '${damaged}'`,
      ),
    );
    const [row] = await warehouse.sql`
      select id_execucao, data_atualizacao_dw > committed_at as later
      from gold.enrichments, (select max(committed_at) as committed_at from ops.batches) as batch
      where id_enriquecimento = ${damaged}`;
    expect(row).toEqual({ id_execucao: repairingRun.runId, later: true });
  });

  test("a difference in bookkeeping columns is ignored", async () => {
    await fill();
    await warehouse.sql`update gold.enrichments set data_atualizacao_dw = now(), id_execucao = gen_random_uuid()`;
    expect(await repair()).toMatchObject(nothing);
  });

  test("brings back a missing row", async () => {
    await fill();
    await expectRepaired(
      { inserted: 1, recordIds: [damaged] },
      () => warehouse.sql`delete from gold.enrichments where id_enriquecimento = ${damaged}`,
    );
  });

  test("brings back all of gold", async () => {
    await fill();
    const states = await goldStates(warehouse.sql);
    await warehouse.sql`truncate gold.enrichments`;
    expect(await findDiffering()).toEqual([...ids].toSorted());
    expect(await repair()).toMatchObject({ checked: 3, inserted: 3, recordIds: [...ids].toSorted() });
    expect(await goldStates(warehouse.sql)).toEqual(states);
    await expectRollupsOfGold(warehouse.sql);
  });

  test("removes a row of a record that bronze does not know", async () => {
    await fill();
    const stranger = randomUUID();
    const states = await goldStates(warehouse.sql);
    await copyRow(damaged, stranger);
    expect(await findDiffering()).toEqual([stranger]);
    expect(await repair()).toMatchObject({ checked: 4, deleted: 1, recordIds: [stranger] });
    expect(await goldStates(warehouse.sql)).toEqual(states);
    await expectRollupsOfGold(warehouse.sql);
  });

  test("removes a row of a record whose head is gone", async () => {
    await fill();
    await warehouse.sql`delete from bronze.enrichment_heads where record_key = ${damaged}`;
    expect(await findDiffering()).toEqual([damaged]);
    expect(await repair()).toMatchObject({ checked: 3, deleted: 1, recordIds: [damaged] });
    await ingest(warehouse, everyone());
    await transformAll(warehouse);
    expect(await repair()).toMatchObject(nothing);
    expect(await goldStates(warehouse.sql)).toHaveLength(3);
  });

  test("removes a row of a record that was deleted at the source, and keeps others out", async () => {
    await fill();
    await readEverything(warehouse, [damaged]);
    await transformAll(warehouse);
    expect(await findDiffering()).toEqual([]);
    expect(await repair()).toMatchObject({ ...nothing, checked: 3 });
    await copyRow(first, damaged);
    expect(await findDiffering()).toEqual([damaged]);
    expect(await repair()).toMatchObject({ deleted: 1, recordIds: [damaged] });
    await expectRollupsOfGold(warehouse.sql);
  });

  test("overwrites a row that shows an older version, whole and consistent in itself", async () => {
    await fill();
    await expectRepaired({ overwritten: 1, recordIds: [damaged] }, async () => {
      await warehouse.sql`delete from gold.enrichments where id_enriquecimento = ${damaged}`;
      await warehouse.sql`update ops.batches set transformed_at = null where batch_id = 1`;
      await transformAll(warehouse);
      expect(await findDiffering()).toEqual([damaged]);
    });
  });

  test("looks at the records that it is asked for", async () => {
    await fill();
    await warehouse.sql`update gold.enrichments set total_contatos = 7`;
    expect(await repair({ keys: [] })).toMatchObject({ checked: 0, overwritten: 0 });
    expect(await repair({ keys: [last] })).toMatchObject({ checked: 1, recordIds: [last] });
    expect(await repair({ after: null, to: first })).toMatchObject({ checked: 1, recordIds: [first] });
    expect(await repair({ after: first, to: last })).toMatchObject({ checked: 2, recordIds: [damaged] });
  });

  test("a transaction that is rolled back has only looked", async () => {
    await fill();
    await warehouse.sql`update gold.enrichments set total_contatos = 7`;
    const before = await physicalRows();
    const undone = new Error("Only to look at.");
    await expect(
      warehouse.pipelineSql.begin(async (sql) => {
        expect(await repairGold(sql, repairingRun, EVERYTHING, bounds)).toMatchObject({ overwritten: 3 });
        throw undone;
      }),
    ).rejects.toBe(undone);
    expect(await physicalRows()).toEqual(before);
  });

  test("keeps what a record was before its newest version was rejected", async () => {
    await fill();
    await ingest(warehouse, [
      { ...goodRecord, id: damaged, status: "DONE", updated_at: "2025-11-15T15:00:00Z" },
    ]);
    await ingest(warehouse, [{ ...goodRecord, id: randomUUID(), status: "DONE" }]);
    await transformAll(warehouse);
    const before = await rejects();
    expect(before).toHaveLength(2);
    expect(await findDiffering()).toEqual([]);
    await expectRepaired(
      { overwritten: 1, recordIds: [damaged] },
      () =>
        warehouse.sql`update gold.enrichments set total_contatos = 7 where id_enriquecimento = ${damaged}`,
    );
    await expectRepaired({ inserted: 1, recordIds: [damaged] }, async () => {
      await warehouse.sql`delete from gold.enrichments where id_enriquecimento = ${damaged}`;
      expect(await findDiffering()).toEqual([damaged]);
    });
    expect(await rejects()).toEqual(before);
  });

  test("removes a row of a record whose only version is rejected", async () => {
    await fill();
    const rejected = randomUUID();
    await ingest(warehouse, [{ ...goodRecord, id: rejected, status: "DONE" }]);
    await transformAll(warehouse);
    await copyRow(damaged, rejected);
    expect(await findDiffering()).toEqual([rejected]);
    expect(await repair()).toMatchObject({ ...nothing, checked: 4, deleted: 1, recordIds: [rejected] });
  });

  test("leaves a record as it is whose newest version is older by its own time", async () => {
    await fill();
    await ingest(warehouse, [
      { ...goodRecord, id: damaged, status: "FAILED", updated_at: "2025-11-15T14:31:30Z" },
    ]);
    await transformAll(warehouse);
    const before = await physicalRows();
    expect(await findDiffering()).toEqual([damaged]);
    expect(await repair({ keys: await findDiffering() })).toEqual({ ...nothing, checked: 1 });
    expect(await physicalRows()).toEqual(before);
  });

  test("leaves a record as it is that the source took back to an older state, or that came back", async () => {
    await fill();
    const older = { ...goodRecord, status: "FAILED", updated_at: "2025-11-15T14:31:30Z" };
    await ingest(warehouse, [{ ...older, id: damaged }]);
    await transformAll(warehouse);
    await readEverything(warehouse, [first]);
    await transformAll(warehouse);
    await ingest(warehouse, [{ ...older, id: first }]);
    await transformAll(warehouse);
    expect(await goldStates(warehouse.sql)).toMatchObject([
      { id_enriquecimento: first, status_processamento: "FALHOU" },
      { id_enriquecimento: damaged, status_processamento: "FALHOU" },
      { id_enriquecimento: last, status_processamento: "CONCLUIDO" },
    ]);
    expect(await findDiffering()).toEqual([]);
    expect(await repair()).toEqual({ ...nothing, checked: 3 });
    await expectRepaired(
      { overwritten: 1, recordIds: [damaged] },
      () =>
        warehouse.sql`update gold.enrichments set total_contatos = 7 where id_enriquecimento = ${damaged}`,
    );
  });

  test("leaves alone what waits to be transformed", async () => {
    await fill();
    await ingest(warehouse, [
      { ...goodRecord, id: damaged, status: "FAILED", updated_at: "2025-11-15T15:00:00Z" },
    ]);
    await warehouse.sql`update gold.enrichments set total_contatos = 7`;
    expect(await repair()).toMatchObject({ checked: 2, overwritten: 2, recordIds: [first, last] });
    await transformAll(warehouse);
    expect(await repair()).toEqual({ ...nothing, checked: 3 });
  });
});

describe("repairGold, of rejects", () => {
  const bad = () => ({ ...goodRecord, id: damaged, status: "DONE", updated_at: "2025-11-15T15:00:00Z" });
  const good = () => ({ ...goodRecord, id: damaged, updated_at: "2025-11-15T16:00:00Z" });

  async function expectSameRejects(damage: () => Promise<unknown>): Promise<void> {
    const before = await rejects();
    await damage();
    expect(await repair()).toEqual({ ...nothing, checked: 3, rejectIds: [damaged] });
    expect(await rejects()).toEqual(before);
    expect(await repair()).toEqual({ ...nothing, checked: 3 });
  }

  test("brings back one that is missing, open or resolved", async () => {
    await fill();
    await ingest(warehouse, [bad()]);
    await transformAll(warehouse);
    await expectSameRejects(() => warehouse.sql`delete from ops.rejected_records`);
    await ingest(warehouse, [good()]);
    await transformAll(warehouse);
    await expectSameRejects(() => warehouse.sql`delete from ops.rejected_records`);
  });

  test("removes a false one", async () => {
    await fill();
    await expectSameRejects(
      () => warehouse.sql`
        insert into ops.rejected_records (version_id, record_key, run_id, rule, field, payload)
        select version_id, record_key, ${run.runId}, 'status_unknown', 'status', '{}'
        from bronze.enrichment_heads where record_key = ${damaged}`,
    );
  });

  test("names the rule that is broken", async () => {
    await fill();
    await ingest(warehouse, [bad()]);
    await transformAll(warehouse);
    await expectSameRejects(
      () => warehouse.sql`update ops.rejected_records set rule = 'id_not_a_uuid', field = 'id'`,
    );
  });

  test("opens and resolves as the transformation and a deletion do", async () => {
    await fill();
    await ingest(warehouse, [bad()]);
    await transformAll(warehouse);
    await expectSameRejects(() => warehouse.sql`update ops.rejected_records set resolved_at = now()`);
    await ingest(warehouse, [good()]);
    await transformAll(warehouse);
    const open = () =>
      warehouse.sql`update ops.rejected_records set resolved_at = null, resolved_by_version_id = null`;
    await expectSameRejects(open);
    await ingest(warehouse, [{ ...bad(), updated_at: "2025-11-15T17:00:00Z" }]);
    await transformAll(warehouse);
    await readEverything(warehouse, [damaged]);
    await warehouse.sql`update ops.rejected_records set resolved_at = null where resolved_by_version_id is null`;
    expect(await repair()).toMatchObject({ deleted: 0, rejectIds: [damaged] });
    expect(await rejects()).toMatchObject([
      { resolved: true },
      { resolved: true, resolved_by_version_id: null },
    ]);
  });

  test("resolves one that was written after its record was deleted", async () => {
    await fill();
    await ingest(warehouse, [bad()]);
    await readEverything(warehouse, [damaged]);
    await transformAll(warehouse);
    expect(await rejects()).toMatchObject([{ resolved: false }]);
    expect(await repair()).toEqual({ ...nothing, checked: 3, rejectIds: [damaged] });
    expect(await rejects()).toMatchObject([{ resolved: true, resolved_by_version_id: null }]);
  });
});

describe("repairGold, of damaged bronze", () => {
  const alter = (from: string, to: string) => warehouse.sql`
    update bronze.enrichment_versions as version set payload = replace(payload::text, ${from}, ${to})::json
    from bronze.enrichment_heads as head where head.version_id = version.version_id and head.record_key = ${damaged}`;
  const damages = {
    "its newest version is gone": () => warehouse.sql`
      delete from bronze.enrichment_versions as version using bronze.enrichment_heads as head
      where head.version_id = version.version_id and head.record_key = ${damaged}`,
    "its newest version is another record's": () => warehouse.sql`
      update bronze.enrichment_heads set version_id = (
        select version_id from bronze.enrichment_heads where record_key = ${first}) where record_key = ${damaged}`,
    "its newest version says something else": () => alter("1500", "7"),
    "its newest version says something later": () => alter("2025-11-15T14:35:30Z", "2025-12-31T00:00:00Z"),
    "its newest version is another JSON of the same": () => alter(",", ", "),
  };

  test.each(Object.entries(damages))("%s: forgets the record until it is read again", async (_, damage) => {
    await fill();
    const states = await goldStates(warehouse.sql);
    await damage();
    const before = await physicalRows();
    expect(await repair()).toEqual({ ...nothing, checked: 2, damagedBronze: [damaged] });
    expect(await physicalRows()).toEqual(before);
    const heads = await warehouse.sql`select from bronze.enrichment_heads`;
    expect(heads).toHaveLength(2);

    await ingest(warehouse, everyone());
    await transformAll(warehouse);
    const comparable = (rows: Record<string, unknown>[]) => rows.map(({ id_versao_bronze, ...row }) => row);
    expect(comparable(await goldStates(warehouse.sql))).toEqual(comparable(states));
    expect(await findDiffering()).toEqual([]);
    expect(await repair()).toEqual({ ...nothing, checked: 3 });
    expect(await freshGold(warehouse)).toEqual(await goldStates(warehouse.sql));
  });

  test("what gold was made of it is overwritten once it has been read again", async () => {
    await fill();
    await alter("2025-11-15T14:35:30Z", "2025-12-31T00:00:00Z");
    await warehouse.sql`truncate gold.enrichments`;
    await warehouse.sql`update ops.batches set transformed_at = null`;
    await transformAll(warehouse);
    expect(await repair()).toMatchObject({ damagedBronze: [damaged] });
    await ingest(warehouse, everyone());
    await transformAll(warehouse);
    expect(await findDiffering()).toEqual([damaged]);
    expect(await repair()).toMatchObject({ overwritten: 1, recordIds: [damaged] });
    expect(await goldStates(warehouse.sql)).toMatchObject(
      ids.map(() => ({ data_atualizacao: new Date(goodRecord.updated_at) })),
    );
  });

  test("a record deleted at the source stays as it is", async () => {
    await fill();
    await readEverything(warehouse, [damaged]);
    await alter("1500", "7");
    expect(await repair()).toEqual({ ...nothing, checked: 3 });
  });
});

async function copyRow(from: string, to: string): Promise<void> {
  await warehouse.sql`
    insert into gold.enrichments
    select (json_populate_record(null::gold.enrichments, (to_jsonb(gold) || jsonb_build_object('id_enriquecimento', ${to}::text))::json)).*
    from gold.enrichments as gold where id_enriquecimento = ${from}`;
}
