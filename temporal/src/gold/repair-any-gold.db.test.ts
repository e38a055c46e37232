import { isDeepStrictEqual } from "node:util";
import type { WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import fc from "fast-check";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { emptyTables } from "../../../drizzle/testing/empty-tables.ts";
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
import { uuidOf } from "../../testing/uuid-of.ts";
import { assertGeneration } from "../ledger/generation.ts";
import { retryConflict } from "../ledger/retry-conflict.ts";
import { findDifferingRanges } from "./find-differing-ranges.ts";
import { findDifferingRecords } from "./find-differing-records.ts";
import { EVERYTHING, firstPart, type KeyRange } from "./key-range.ts";
import { type GoldRepair, repairGold } from "./repair-gold.ts";
import type { RepairScope } from "./repair-scope.ts";
import { transformBatches } from "./transform-batches.ts";

let warehouse: WarehouseDatabase;

beforeEach(async () => {
  warehouse = await createWarehouseAtWork(inject("postgresUrl"));
});
afterEach(() => warehouse[Symbol.asyncDispose]());

const RECORDS = 6;
const idOf = (n: number): string => uuidOf(`record ${n}`);

const anyRecord = fc.record({
  n: fc.nat(RECORDS - 1),
  minute: fc.nat(40),
  status: fc.constantFrom("PROCESSING", "COMPLETED", "FAILED", "DONE"),
  contacts: fc.constantFrom(0, 7, 500, -1),
});
type AnyRecord = typeof anyRecord extends fc.Arbitrary<infer Value> ? Value : never;

const sent = ({ n, minute, status, contacts }: AnyRecord) => ({
  ...goodRecord,
  id: idOf(n),
  total_contacts: contacts,
  status,
  updated_at: `2025-11-15T15:${String(minute).padStart(2, "0")}:00Z`,
});

const anyEvent = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .uniqueArray(anyRecord, { selector: ({ n }) => n, minLength: 1, maxLength: 4 })
      .map((records) => ({ records })),
  },
  { weight: 3, arbitrary: fc.constant({ transformed: true as const }) },
  { weight: 2, arbitrary: fc.uniqueArray(fc.nat(RECORDS - 1), { maxLength: 2 }).map((gone) => ({ gone })) },
);
type AnyEvent = typeof anyEvent extends fc.Arbitrary<infer Value> ? Value : never;

async function live(events: readonly AnyEvent[]): Promise<void> {
  for (const event of events) {
    if ("records" in event) await ingest(warehouse, event.records.map(sent));
    else if ("transformed" in event) await transformAll(warehouse);
    else await readEverything(warehouse, event.gone.map(idOf));
  }
  await transformAll(warehouse);
}

const COPY_ANOTHER = `insert into gold.enrichments
     select $1::uuid, id_workspace, nome_workspace, total_contatos, tipo_contato, status_processamento, data_criacao,
            data_atualizacao, duracao_processamento_minutos, tempo_por_contato_minutos, processamento_sucesso,
            categoria_tamanho_job, necessita_reprocessamento, now(), id_versao_bronze, id_execucao
     from gold.enrichments limit 1
     on conflict do nothing`;
const SHOW_VERSION_BEFORE =
  "update gold.enrichments set id_versao_bronze = id_versao_bronze - 1 where id_enriquecimento = $1";

/** What may happen to the row of record `n`, as SQL. Where there is no row, nothing happens. */
const anyDamage = fc.record({
  n: fc.nat(RECORDS - 1),
  sql: fc.constantFrom(
    "delete from gold.enrichments where id_enriquecimento = $1",
    SHOW_VERSION_BEFORE,
    ...[
      "total_contatos = 8",
      "status_processamento = 'CANCELADO'",
      "nome_workspace = 'Aco'",
      "data_criacao = data_criacao - interval '40 days'",
      "data_atualizacao = data_atualizacao + interval '1 day'",
      "id_versao_bronze = (select max(version_id) + 1 from bronze.enrichment_versions)",
      "tempo_por_contato_minutos = 'NaN'",
    ].map((change) => `update gold.enrichments set ${change} where id_enriquecimento = $1`),
    // Where the row has come back meanwhile, the id it was given before may still be there.
    `update gold.enrichments set id_enriquecimento = md5(id_enriquecimento::text)::uuid
     where id_enriquecimento = $1
       and not exists (select from gold.enrichments where id_enriquecimento = md5($1::uuid::text)::uuid)`,
    COPY_ANOTHER,
    `update ops.rejected_records set resolved_at = case when resolved_at is null then now() end where record_key = $1`,
    "delete from ops.rejected_records where record_key = $1",
  ),
});

const repair = (scope: RepairScope): Promise<GoldRepair> =>
  warehouse.pipelineSql.begin((sql) => repairGold(sql, run, scope, bounds));

/** Part by part, as runs do in rotation. */
async function repairInParts(records: number): Promise<GoldRepair[]> {
  const repairs: GoldRepair[] = [];
  let part: KeyRange = EVERYTHING;
  do {
    part = await firstPart(
      warehouse.pipelineSql,
      { after: repairs.length === 0 ? null : part.to, to: null },
      records,
    );
    repairs.push(await repair(part));
  } while (part.to !== null);
  return repairs;
}

/** Only what the comparison by ranges leads to. */
async function repairDiffering(): Promise<void> {
  for (const range of await findDifferingRanges(warehouse.pipelineSql))
    await repair({ keys: await findDifferingRecords(warehouse.pipelineSql, range, 100) });
}

const physicalRows = () =>
  warehouse.sql<{ id: string; state: string }[]>`
    select id_enriquecimento as id, xmin::text || ctid::text as state from gold.enrichments order by 1`;
/** Whether one is open is known of the newest versions of records that exist; older ones may have been resolved by what gold no longer shows. */
const rejects = () => warehouse.sql`
  select reject.version_id, reject.record_key, rule, field,
         case when head.record_key is not null then resolved_at is not null end as newest_is_resolved
  from ops.rejected_records as reject
  left join bronze.enrichment_heads as head
    on head.record_key = reject.record_key and head.version_id = reject.version_id and head.deleted_at is null
  order by version_id`;
const keysIn = (rows: readonly Record<string, unknown>[]) =>
  rows.map((row) => [row.id_enriquecimento, row.id_versao_bronze]);

const empty = () =>
  emptyTables(warehouse.sql, [
    "bronze.enrichment_versions",
    "bronze.enrichment_heads",
    "bronze.deletions",
    "bronze.fetches",
    "gold.enrichments",
    "ops.batches",
    "ops.rejected_records",
  ]);

test("after any history and any damage, one repair makes gold what bronze makes it, and no right row is touched", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEvent, { minLength: 1, maxLength: 8 }),
      fc.array(anyDamage, { maxLength: 4 }),
      fc.integer({ min: 1, max: 4 }),
      async (events, damages, records) => {
        await empty();
        await live(events);
        const right = await freshGold(warehouse);
        const rightRejects = await rejects();
        const rightById = new Map(right.map((row) => [row.id_enriquecimento, row]));

        for (const { n, sql } of damages)
          await warehouse.sql.unsafe(sql, sql.includes("$1") ? [idOf(n)] : []);
        const damaged = await goldStates(warehouse.sql);
        const before = new Map((await physicalRows()).map(({ id, state }) => [id, state]));
        const repairs = await repairInParts(records);

        expect(await goldStates(warehouse.sql)).toEqual(right);
        expect(await rejects()).toEqual(rightRejects);
        await expectRollupsOfGold(warehouse.sql);
        const after = new Map((await physicalRows()).map(({ id, state }) => [id, state]));
        for (const row of damaged) {
          const id = String(row.id_enriquecimento);
          if (isDeepStrictEqual(row, rightById.get(id))) expect(after.get(id)).toBe(before.get(id));
        }
        expect(new Set(repairs.flatMap(({ recordIds }) => recordIds))).toEqual(
          new Set([...before.keys(), ...after.keys()].filter((id) => before.get(id) !== after.get(id))),
        );
        for (const again of await repairInParts(records))
          expect(again).toMatchObject({ recordIds: [], rejectIds: [] });
      },
    ),
    {
      numRuns: 60,
      // A reject of a deleted record was gone.
      examples: [
        [
          [
            {
              records: [
                { n: 5, minute: 0, status: "DONE", contacts: 0 },
                { n: 0, minute: 0, status: "PROCESSING", contacts: 0 },
              ],
            },
            { gone: [5] },
            { transformed: true },
          ],
          [{ n: 5, sql: "delete from ops.rejected_records where record_key = $1" }],
          1,
        ],
      ],
    },
  );
}, 120_000);

test("the comparison by ranges finds every missing, extra or outdated row", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEvent, { minLength: 1, maxLength: 8 }),
      fc.array(anyDamage, { maxLength: 4 }),
      async (events, damages) => {
        await empty();
        await live(events);
        const right = await freshGold(warehouse);
        for (const { n, sql } of damages)
          await warehouse.sql.unsafe(sql, sql.includes("$1") ? [idOf(n)] : []);
        // Which version a record shows is not compared where a reject is open, and rejects were damaged too.
        await emptyTables(warehouse.sql, ["ops.rejected_records"]);
        await repairRejectsOnly();
        const rejects = await warehouse.sql`
          select record_key, version_id from ops.rejected_records where resolved_at is null`;
        const open = new Set(rejects.map(({ record_key }) => record_key));
        const rejected = new Set(rejects.map(({ version_id }) => version_id));
        await repairDiffering();
        // A row that shows the rejected version itself is only found field by field.
        const compared = (rows: Record<string, unknown>[]) =>
          keysIn(rows)
            .filter(([, version]) => !rejected.has(version))
            .map(([id, version]) => [id, open.has(id) ? null : version]);
        expect(compared(await goldStates(warehouse.sql))).toEqual(compared(right));
      },
    ),
    {
      numRuns: 40,
      examples: [
        [
          [
            {
              records: [
                { n: 1, minute: 0, status: "PROCESSING", contacts: -1 },
                { n: 0, minute: 0, status: "PROCESSING", contacts: 0 },
              ],
            },
          ],
          [
            { n: 1, sql: COPY_ANOTHER },
            { n: 1, sql: SHOW_VERSION_BEFORE },
          ],
        ],
      ],
    },
  );
}, 120_000);

/** Rejects as they are when nothing has damaged them, with gold as it is. */
async function repairRejectsOnly(): Promise<void> {
  await warehouse.sql`update ops.batches set transformed_at = null`;
  const rows = await warehouse.sql`select * from gold.enrichments`;
  await emptyTables(warehouse.sql, ["gold.enrichments"]);
  await transformAll(warehouse);
  await emptyTables(warehouse.sql, ["gold.enrichments"]);
  for (const row of rows) await warehouse.sql`insert into gold.enrichments ${warehouse.sql(row)}`;
}

/** Three loops without a pause are in each other's way more often than activities are. */
const patiently = <T>(work: () => Promise<T>): Promise<T> => retryConflict(() => retryConflict(work));

test("repairs and transformations at the same time end with the same gold", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyRecord, { minLength: 1, maxLength: 6 }), { minLength: 4, maxLength: 10 }),
      fc.array(anyDamage, { minLength: 1, maxLength: 4 }),
      async (answers, damages) => {
        await empty();
        /** As often as there are answers; for as long as they come would be without end where each holds the other up. */
        async function atWork(work: (records: AnyRecord[]) => Promise<unknown>): Promise<void> {
          for (const records of answers) await patiently(() => work(records));
        }
        const ingestOne = (records: AnyRecord[]) => ingest(warehouse, records.map(sent));
        const transformOnce = () =>
          warehouse.pipelineSql.begin(async (sql) => {
            await assertGeneration(sql, run.generation);
            return transformBatches(sql, run, bounds);
          });
        const repairOnce = () =>
          warehouse.pipelineSql.begin(async (sql) => {
            await assertGeneration(sql, run.generation);
            return repairGold(sql, run, EVERYTHING, bounds);
          });
        const damageOnce = async () => {
          for (const { n, sql } of damages)
            await warehouse.sql.unsafe(sql, sql.includes("$1") ? [idOf(n)] : []);
        };
        // None may work on into the next example when one fails.
        const works = [atWork(ingestOne), atWork(transformOnce), atWork(repairOnce), atWork(damageOnce)];
        await Promise.allSettled(works);
        await Promise.all(works);
        await transformAll(warehouse);
        await repair(EVERYTHING);
        expect(await goldStates(warehouse.sql)).toEqual(await freshGold(warehouse));
        await expectRollupsOfGold(warehouse.sql);
      },
    ),
    { numRuns: 20 },
  );
}, 300_000);
