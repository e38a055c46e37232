import type { WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { emptyTables } from "../../../drizzle/testing/empty-tables.ts";
import { fetchedPage } from "../../testing/fetched-page.ts";
import { activity, createWarehouseAtWork, run } from "../../testing/run-at-work.ts";
import { writeVersions } from "../bronze/write-versions.ts";
import { transformBatches } from "./transform-batches.ts";

let warehouse: WarehouseDatabase;

beforeAll(async () => {
  warehouse = await createWarehouseAtWork(inject("postgresUrl"));
});
afterAll(() => warehouse[Symbol.asyncDispose]());
beforeEach(() =>
  emptyTables(warehouse.sql, [
    "bronze.enrichment_versions",
    "bronze.enrichment_heads",
    "bronze.fetches",
    "gold.enrichments",
    "ops.batches",
    "ops.rejected_records",
  ]),
);

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

/** Of ideographs that take four bytes each and do not compress: the most that a character can cost an index. */
const longName = (length: number) =>
  Array.from({ length }, (_, at) => String.fromCodePoint(0x20_000 + ((at * 7_919) % 40_000))).join("");

const ingest = (record: unknown) =>
  warehouse.pipelineSql.begin((sql) => {
    const fetched = fetchedPage(JSON.stringify({ data: [record] }), new Date("2026-01-05T00:00:01Z"));
    return writeVersions(sql, run.runId, activity, [fetched], { trackSeen: false, pass: 1 });
  });
const transform = () =>
  warehouse.pipelineSql.begin((sql) => transformBatches(sql, run, { earliestPlausible: "2000-01-01" }));
const goldRows = () => warehouse.sql`select * from gold.enrichments order by id_enriquecimento`;
const rejects = () => warehouse.sql`
  select rule, field, resolved_at is not null as resolved from ops.rejected_records order by version_id`;

describe("the rules of gold", () => {
  test.each([
    [0, "PEQUENO"],
    [99, "PEQUENO"],
    [100, "MEDIO"],
    [500, "MEDIO"],
    [501, "GRANDE"],
    [1_000, "GRANDE"],
    [1_001, "MUITO_GRANDE"],
  ])("%d contacts make a job %s", async (total_contacts, size) => {
    await ingest({ ...good, total_contacts });
    await transform();
    const [row] = await goldRows();
    expect(row?.categoria_tamanho_job).toBe(size);
    expect(row?.tempo_por_contato_minutos === null).toBe(total_contacts === 0);
  });

  test.each([
    ["PROCESSING", "EM_PROCESSAMENTO", false, false],
    ["COMPLETED", "CONCLUIDO", true, false],
    ["FAILED", "FALHOU", false, true],
    ["CANCELED", "CANCELADO", false, true],
  ])("%s is %s", async (status, translated, succeeded, again) => {
    await ingest({ ...good, status, contact_type: "PERSON" });
    await transform();
    const [row] = await goldRows();
    expect(row).toMatchObject({
      status_processamento: translated,
      tipo_contato: "PESSOA",
      processamento_sucesso: succeeded,
      necessita_reprocessamento: again,
    });
  });

  test.each<[string, string, unknown]>([
    ["id_not_a_uuid", "id", { ...good, id: "f47ac10b" }],
    ["id_not_a_uuid", "id", { ...good, id: "{f47ac10b-58cc-4372-a567-0e02b2c3d479}" }],
    ["id_workspace_not_a_uuid", "id_workspace", { ...good, id_workspace: null }],
    ["workspace_name_blank", "workspace_name", { ...good, workspace_name: " \t\n" }],
    ["workspace_name_blank", "workspace_name", { ...good, workspace_name: "\u00a0\u3000" }],
    ["workspace_name_blank", "workspace_name", { ...good, workspace_name: { a: 1 } }],
    ["workspace_name_too_long", "workspace_name", { ...good, workspace_name: longName(1_000) }],
    ["total_contacts_negative", "total_contacts", { ...good, total_contacts: -1 }],
    ["total_contacts_not_an_integer", "total_contacts", { ...good, total_contacts: 1.5 }],
    ["total_contacts_not_an_integer", "total_contacts", { ...good, total_contacts: "1500" }],
    ["total_contacts_not_an_integer", "total_contacts", { ...good, total_contacts: 3e9 }],
    ["total_contacts_not_an_integer", "total_contacts", { ...good, total_contacts: undefined }],
    ["contact_type_unknown", "contact_type", { ...good, contact_type: "person" }],
    ["status_unknown", "status", { ...good, status: "DONE" }],
    ["created_at_unreadable", "created_at", { ...good, created_at: "2025-02-30T00:00:00Z" }],
    ["created_at_unreadable", "created_at", { ...good, created_at: "Nov1-11-25T14:30:00Z" }],
    ["created_at_unreadable", "created_at", { ...good, created_at: "12025-11-15T14:30:00Z" }],
    ["updated_at_unreadable", "updated_at", { ...good, updated_at: "infinity" }],
    ["updated_at_unreadable", "updated_at", { ...good, updated_at: "2025-11-15 14:35:30" }],
    // The zero dates of databases and serializers, and what other ingestion tools broke on.
    ["created_at_unreadable", "created_at", { ...good, created_at: "0000-00-00 00:00:00" }],
    ["created_at_unreadable", "created_at", { ...good, created_at: "0000-12-29T19:00:00.000Z" }],
    ["created_at_unreadable", "created_at", { ...good, created_at: "1900-01-00T00:00:00Z" }],
    ["created_at_unreadable", "created_at", { ...good, created_at: "-0044-03-15T00:00:00Z" }],
    ["created_at_unreadable", "created_at", { ...good, created_at: "0044-03-15T00:00:00Z BC" }],
    ["created_at_unreadable", "created_at", { ...good, created_at: "1754-08-30T22:43:41.-871000Z" }],
    ["updated_at_unreadable", "updated_at", { ...good, updated_at: "+111111-11-11T11:11:00Z" }],
    ["updated_at_unreadable", "updated_at", { ...good, updated_at: "2004-13-24T00:00:00Z" }],
    ["updated_at_unreadable", "updated_at", { ...good, updated_at: "2025-11-15T14:35" }],
    ["updated_at_unreadable", "updated_at", { ...good, updated_at: "2025-11-15T14:35.5Z" }],
    ["updated_at_unreadable", "updated_at", { ...good, updated_at: "2025-11-15T14:35:30+24:00" }],
    [
      "updated_at_unreadable",
      "updated_at",
      { ...good, updated_at: `2025-11-15T14:35:30.${"1".repeat(400)}Z` },
    ],
    ["updated_at_unreadable", "updated_at", { ...good, updated_at: 1_763_217_330 }],
    ["updated_at_unreadable", "updated_at", { ...good, updated_at: { $date: "2025-11-15T14:35:30Z" } }],
    ["created_at_implausible", "created_at", { ...good, created_at: "0001-01-01T00:00:00Z" }],
    ["created_at_implausible", "created_at", { ...good, created_at: "1900-01-01T00:00:00Z" }],
    ["created_at_implausible", "created_at", { ...good, created_at: "1970-01-01T00:00:00Z" }],
    ["created_at_implausible", "created_at", { ...good, created_at: "2000-01-01T00:59:59+01:00" }],
    ["updated_at_implausible", "updated_at", { ...good, updated_at: "0001-01-01T00:00:00Z" }],
    ["updated_at_implausible", "updated_at", { ...good, updated_at: "1969-12-31T21:00:00-03:00" }],
    ["created_in_the_future", "created_at", { ...good, created_at: "9999-12-31T23:59:59Z" }],
    ["updated_in_the_future", "updated_at", { ...good, updated_at: "9999-12-31T23:59:59Z" }],
    ["updated_before_created", "updated_at", { ...good, updated_at: "2025-11-15T14:29:58.999Z" }],
    ["id_not_a_uuid", "id", { ...good, id: "" }],
    ["id_not_a_uuid", "id", { ...good, id: 9007199254740991 }],
    ["id_not_a_uuid", "id", { ...good, id: { uuid: good.id } }],
    ["total_contacts_not_an_integer", "total_contacts", { ...good, total_contacts: [1] }],
    ["payload_not_readable", "payload", { ...good, "\0": 1 }],
    ["payload_not_readable", "payload", { ...good, extra: ["Smart \ud83d"] }],
    ["payload_not_readable", "payload", { ...good, extra: "\udc81" }],
    ["updated_in_the_future", "updated_at", { ...good, updated_at: "2126-01-01T00:00:00Z" }],
    ["payload_not_readable", "payload", { ...good, workspace_name: "\u0000" }],
    ["payload_not_readable", "payload", "text"],
    ["payload_not_readable", "payload", null],
    ["payload_not_readable", "payload", [1]],
  ])("rejects %s (%s): %j", async (rule, field, record) => {
    await ingest(record);
    expect(await transform()).toMatchObject({ versions: 1, inserted: 0, rejected: 1 });
    expect(await rejects()).toEqual([{ rule, field, resolved: false }]);
    expect(await goldRows()).toEqual([]);
  });

  test.each([
    ["\u00a0\u2003Aço\u0085", "Aço"],
    ['\t"Aspas" \\ barra\n', '"Aspas" \\ barra'],
    ["Com  dois", "Com  dois"],
  ])("the name %j is %j", async (workspace_name, name) => {
    await ingest({ ...good, workspace_name });
    await transform();
    expect((await goldRows())[0]?.nome_workspace).toBe(name);
  });

  test("the longest name that is allowed fits into gold's indexes", async () => {
    await ingest({ ...good, workspace_name: longName(500) });
    await transform();
    expect((await goldRows())[0]?.nome_workspace).toBe(longName(500));
  });

  test.each([
    "2025-11-15T14:35Z",
    "2025-11-15T14:35+00",
    "2025-11-15T14:35:00+0000",
    "2025-11-15T11:35:00-03:00",
    "2025-11-15t14:35:00z",
    "2025-11-15 14:35:00Z",
    "2025-11-15T14:35:00.000000000Z",
    "2025-11-15T14:35:00,0Z",
    "2025-11-15T14:34:60Z",
    "20251115T143500Z",
    "20251115T1135-0300",
  ])("%s is a time", async (updated_at) => {
    await ingest({ ...good, updated_at });
    await transform();
    expect(await rejects()).toEqual([]);
    expect((await goldRows())[0]).toMatchObject({
      data_atualizacao: new Date("2025-11-15T14:35:00Z"),
      duracao_processamento_minutos: 5,
    });
  });

  test.each(["2025-11-15T14:29:59Z", "2025-11-15T14:29:59.999999Z"])(
    "an update at %s, up to a second before the creation, took no time",
    async (updated_at) => {
      await ingest({ ...good, updated_at });
      await transform();
      const took = { duracao_processamento_minutos: 0, tempo_por_contato_minutos: 0 };
      expect((await goldRows())[0]).toMatchObject(took);
      expect((await warehouse.sql`select * from gold.enrichments_history`)[0]).toMatchObject(took);
    },
  );

  test("an escaped backslash before u is no escape", async () => {
    await ingest({ ...good, workspace_name: "C:\\u0000 \\ud83d", extra: "\ud83d\ude00" });
    await transform();
    expect((await goldRows())[0]?.nome_workspace).toBe("C:\\u0000 \\ud83d");
  });
});
