import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { emptyTables } from "../testing/empty-tables.ts";
import { expectRollupsOfGold } from "../testing/expect-rollups.ts";
import { createWarehouseDatabase, type WarehouseDatabase } from "../testing/warehouse-database.ts";
import { contactTypes, processingStatuses } from "./gold.ts";

let warehouse: WarehouseDatabase;

beforeEach(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
});
afterEach(() => warehouse[Symbol.asyncDispose]());

const uuid = (name: string): string => createHash("md5").update(name).digest("hex");

/** Few ids, workspaces and hours, so that jobs share rollup rows and return to earlier ones. */
const job = fc.record({
  id: fc.nat(12).map((n) => uuid(`job ${n}`)),
  workspace: fc.nat(2).map((n) => uuid(`workspace ${n}`)),
  contacts: fc.constantFrom(0, 99, 100, 501, 1_001),
  type: fc.constantFrom(...contactTypes),
  status: fc.constantFrom(...processingStatuses),
  // Around the start of a month in São Paulo, which is 03:00 UTC.
  created: fc.integer({ min: 0, max: 4 * 3_600 }).map((s) => new Date(Date.UTC(2026, 1, 1, 1) + s * 1_000)),
  milliseconds: fc.oneof(fc.constant(0), fc.nat(3_000), fc.nat(90_000_000)),
});
type Job = typeof job extends fc.Arbitrary<infer Value> ? Value : never;

const change = fc.oneof(
  { weight: 6, arbitrary: fc.array(job, { minLength: 1, maxLength: 8 }).map((upserted) => ({ upserted })) },
  {
    weight: 2,
    arbitrary: fc.array(fc.nat(12)).map((ids) => ({ deleted: ids.map((n) => uuid(`job ${n}`)) })),
  },
  { weight: 1, arbitrary: fc.constant({ truncated: true as const }) },
);

async function upsert(jobs: readonly Job[]): Promise<void> {
  const newest = [...new Map(jobs.map((one) => [one.id, one])).values()];
  await warehouse.sql`
    insert into gold.enrichments
    select id, workspace, 'Aço', contacts, type, status, created, created + took, minutes, minutes / nullif(contacts, 0),
           status = 'CONCLUIDO',
           case when contacts < 100 then 'PEQUENO' when contacts <= 500 then 'MEDIO'
                when contacts <= 1000 then 'GRANDE' else 'MUITO_GRANDE' end,
           status in ('FALHOU', 'CANCELADO'), now(), 1, id
    from json_to_recordset(${JSON.stringify(newest)}::text::json) as job(
      id uuid, workspace uuid, contacts int, type text, status text, created timestamptz, milliseconds int)
    cross join lateral (select milliseconds * interval '1 millisecond' as took) as duration
    cross join lateral (select extract(epoch from took)::double precision / 60 as minutes) as derived
    on conflict (id_enriquecimento) do update set
      id_workspace = excluded.id_workspace, total_contatos = excluded.total_contatos,
      tipo_contato = excluded.tipo_contato, status_processamento = excluded.status_processamento,
      data_criacao = excluded.data_criacao, data_atualizacao = excluded.data_atualizacao,
      duracao_processamento_minutos = excluded.duracao_processamento_minutos,
      categoria_tamanho_job = excluded.categoria_tamanho_job`;
}

describe("the rollups", () => {
  test("equal gold after any sequence of changes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        await emptyTables(warehouse.sql, ["gold.enrichments"]);
        for (const one of changes) {
          if ("upserted" in one) await upsert(one.upserted);
          else if ("deleted" in one)
            await warehouse.sql`delete from gold.enrichments where id_enriquecimento = any(${one.deleted}::uuid[])`;
          else await warehouse.sql`truncate gold.enrichments`;
        }
        await expectRollupsOfGold(warehouse.sql);
      }),
      { numRuns: 60 },
    );
  });

  test("equal gold after concurrent transactions", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(job, { minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 4 }),
        async (parallel) => {
          // Each transaction has its own jobs: two that update the same jobs in different orders may deadlock.
          await Promise.all(
            parallel.map((jobs, index) =>
              upsert(jobs.map((one) => ({ ...one, id: uuid(`${index} ${one.id}`) }))),
            ),
          );
          await expectRollupsOfGold(warehouse.sql);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("are not written when a job keeps its rollup row", async () => {
    const [one] = fc.sample(job, 1);
    if (!one) throw new Error("fast-check generated no job.");
    await upsert([one]);
    const rollupRows = () => warehouse.sql`select ctid::text, xmin::text from gold.enrichments_by_hour`;
    const before = await rollupRows();
    await upsert([one]);
    expect(await rollupRows()).toEqual(before);
    expect(before).toHaveLength(1);
  });
});

test("gold.faixa_duracao returns a class whose middle is within 4.5 % of the duration", async () => {
  const minutes = fc.double({ min: 1 / 60, max: 50_000, noNaN: true });
  await fc.assert(
    fc.asyncProperty(fc.array(minutes, { minLength: 1, maxLength: 60 }), async (durations) => {
      const classes = await warehouse.sql<{ minutes: number; faixa: number }[]>`
        select minutes, gold.faixa_duracao(minutes) as faixa from unnest(${durations}::float8[]) as minutes`;
      for (const { minutes, faixa } of classes) {
        const middle = 2 ** ((faixa - 0.5) / 8) / 60;
        expect(Math.abs(middle / minutes - 1)).toBeLessThan(0.045);
      }
    }),
    { numRuns: 50 },
  );
});
