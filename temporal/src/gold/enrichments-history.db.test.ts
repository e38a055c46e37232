import type { WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { emptyTables } from "../../../drizzle/testing/empty-tables.ts";
import { fetchedPage } from "../../testing/fetched-page.ts";
import { activity, createWarehouseAtWork, run } from "../../testing/run-at-work.ts";
import { uuidOf } from "../../testing/uuid-of.ts";
import { writeVersions } from "../bronze/write-versions.ts";
import { transformBatches } from "./transform-batches.ts";

let warehouse: WarehouseDatabase;

beforeEach(async () => {
  warehouse = await createWarehouseAtWork(inject("postgresUrl"));
});
afterEach(() => warehouse[Symbol.asyncDispose]());

/** Few ids and times, so that versions meet: the same time twice, an older one after a newer one, a broken one between. */
const record = fc.record({
  id: fc.oneof(
    { weight: 8, arbitrary: fc.nat(2).map((n) => uuidOf(`job ${n}`)) },
    { weight: 1, arbitrary: fc.constant("no uuid") },
  ),
  id_workspace: fc.nat(1).map((n) => uuidOf(`workspace ${n}`)),
  workspace_name: fc.constantFrom("Aço", "  Café Ltda ", "\u0000"),
  total_contacts: fc.constantFrom(0, 99, 100, 501, 1_001, -1),
  contact_type: fc.constantFrom("PERSON", "COMPANY"),
  status: fc.constantFrom("PROCESSING", "COMPLETED", "FAILED", "CANCELED", "DONE"),
  created_at: fc.constant("2025-11-15T14:00:00Z"),
  updated_at: fc.nat(4).map((minute) => `2025-11-15T15:0${minute}:00Z`),
});
type SourceRecord = typeof record extends fc.Arbitrary<infer Value> ? Value : never;

const answer = fc.array(fc.oneof(record, fc.constant("text")), { minLength: 1, maxLength: 5 });
/** A complete read that finds one record gone; it may come back. */
const deletion = fc.nat(2).map((n) => uuidOf(`job ${n}`));
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: answer }, { weight: 1, arbitrary: deletion }), {
  minLength: 1,
  maxLength: 10,
});

const observedAt = (step: number): Date => new Date(Date.UTC(2026, 0, 5) + step * 1_000);

/** One answer of the source, asked for in that step, in a commit of its own. */
async function ingest(step: number, records: readonly (SourceRecord | string)[]): Promise<void> {
  const fetched = fetchedPage(JSON.stringify({ data: records }), observedAt(step));
  await warehouse.sql.begin((sql) =>
    writeVersions(sql, run.runId, activity, [fetched], { trackSeen: false, pass: 1 }),
  );
}

const transform = () =>
  warehouse.sql.begin((sql) => transformBatches(sql, run, { earliestPlausible: "2000-01-01" }));

/** What a complete read does to a record that it did not find. */
const remove = (step: number, id: string) =>
  warehouse.sql.begin(async (sql) => {
    const marked = await sql`
      update bronze.enrichment_heads set deleted_at = ${observedAt(step)}
      where record_key = ${id} and deleted_at is null`;
    if (marked.count === 0) return;
    await sql`insert into bronze.deletions values (${id}, ${observedAt(step)}, ${run.runId})`;
    await sql`delete from gold.enrichments where id_enriquecimento = ${id}`;
  });

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

const states = (rows: readonly Record<string, unknown>[]) =>
  rows.map(({ valid_from, valid_to, data_atualizacao_dw, id_execucao, ...state }) => state);

const gold = async () =>
  states(await warehouse.sql`select * from gold.enrichments order by id_enriquecimento`);
const knownAt = async (instant: Date) =>
  states(
    await warehouse.sql`
    select * from gold.enrichments_history
    where valid_from <= ${instant} and (valid_to is null or ${instant} < valid_to)
    order by id_enriquecimento`,
  );
const knownNow = async () =>
  states(
    await warehouse.sql`
    select * from gold.enrichments_history where valid_to is null order by id_enriquecimento`,
  );

describe("gold.enrichments_history", () => {
  test("knows at every past instant what gold showed then", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        await empty();
        const shown: Awaited<ReturnType<typeof gold>>[] = [];
        for (const [step, what] of taken.entries()) {
          if (typeof what === "string") await remove(step, what);
          else await ingest(step, what);
          await transform();
          shown.push(await gold());
        }
        for (const [step, then] of shown.entries()) expect(await knownAt(observedAt(step))).toEqual(then);
      }),
      { numRuns: 60 },
    );
  });

  test("is now what gold is, whatever came late or waits to be transformed", async () => {
    const commit = fc.record({
      records: fc.array(record, { minLength: 1, maxLength: 5 }),
      observed: fc.nat(5),
      transformed: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(commit, { minLength: 1, maxLength: 6 }), async (commits) => {
        await empty();
        for (const { records, observed, transformed } of commits) {
          await ingest(observed, records);
          if (transformed) await transform();
          expect(await knownNow()).toEqual(await gold());
        }
      }),
      { numRuns: 40 },
    );
  });

  test("tells one record's states in order, each until the next", async () => {
    const id = uuidOf("job 0");
    const job = {
      id,
      id_workspace: uuidOf("workspace 0"),
      workspace_name: "Aço",
      total_contacts: 100,
      contact_type: "PERSON",
      created_at: "2025-11-15T14:00:00Z",
    } as const;
    const statuses = ["PROCESSING", "DONE", "FAILED", "COMPLETED"] as const;
    for (const [step, status] of statuses.entries())
      await ingest(step, [{ ...job, status, updated_at: `2025-11-15T15:0${step}:00Z` }]);
    await transform();
    const history = await warehouse.sql`
      select status_processamento, valid_from, valid_to from gold.enrichments_history
      where id_enriquecimento = ${id} order by valid_from`;
    expect(history.map((state) => Object.values(state))).toEqual([
      ["EM_PROCESSAMENTO", observedAt(0), observedAt(2)],
      ["FALHOU", observedAt(2), observedAt(3)],
      ["CONCLUIDO", observedAt(3), null],
    ]);
  });
});
