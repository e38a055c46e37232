import type { WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { emptyTables } from "../../../drizzle/testing/empty-tables.ts";
import { pageOf } from "../../testing/fetched-page.ts";
import { rawRecord } from "../../testing/raw-record.ts";
import { activity, createWarehouseAtWork, run } from "../../testing/run-at-work.ts";
import { ObservedFields } from "../bronze/observed-fields.ts";
import { recordFields } from "../bronze/record-fields.ts";
import { storedPayload } from "../bronze/stored-payload.ts";
import { writeVersions } from "../bronze/write-versions.ts";
import { ALL_RULES } from "./rules.ts";
import { transformBatches } from "./transform-batches.ts";

let warehouse: WarehouseDatabase;

beforeAll(async () => {
  warehouse = await createWarehouseAtWork(inject("postgresUrl"));
});
afterAll(() => warehouse[Symbol.asyncDispose]());

const empty = () =>
  emptyTables(warehouse.sql, [
    "bronze.enrichment_versions",
    "bronze.enrichment_heads",
    "bronze.fetches",
    "gold.enrichments",
    "ops.batches",
    "ops.rejected_records",
    "ops.source_fields",
    "ops.sightings",
  ]);

/** JSON strings, some with escapes that PostgreSQL cannot interpret, as they are written. */
const writtenEscape = fc.constantFrom(
  "\\u0000",
  "\\ud83d",
  "\\uDE00",
  "\\ud83d\\ude00",
  "\\\\u0000",
  "\\\\",
  "\\u00e7",
  '\\"',
  "\\n",
);
const stringText = fc
  .array(
    fc.oneof(
      writtenEscape,
      fc.string({ unit: "binary" }).map((text) => JSON.stringify(text).slice(1, -1)),
    ),
    { maxLength: 4 },
  )
  .map((parts) => `"${parts.join("")}"`);
const numberText = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
  fc.constantFrom(
    "1e400",
    "-1E-400",
    "9007199254740993",
    "1.10",
    "-0",
    "1e131071",
    "1e200000",
    "9".repeat(400),
    "2147483648",
  ),
);
const timeText = fc.oneof(
  fc.date({ noInvalidDate: false }).map((date) => JSON.stringify(String(date))),
  fc.date({ noInvalidDate: true }).map((date) => JSON.stringify(date)),
  fc
    .tuple(
      fc.constantFrom("0000", "0001", "1970", "2025", "9999", "+12025", "-0044"),
      fc.constantFrom("-00-00", "-02-30", "-11-15", "1115", "-320", "-W47-5"),
      fc.constantFrom("T", "t", " ", ""),
      fc.constantFrom("24:00:00", "14:30", "14:30:60", "14:30:00,5", "143000", "99:99:99", "14:30.5", ""),
      fc.constantFrom("Z", "z", "+00", "-0330", "+24:00", "+14:60", " BC", "", "[America/Sao_Paulo]"),
    )
    .map((parts) => JSON.stringify(parts.join(""))),
  fc.constantFrom(
    '"0000-01-01T00:00:00Z"',
    '"0001-01-01T00:00:00+14:00"',
    '"9999-12-31T23:59:59-14:00"',
    '"infinity"',
    '"now"',
    '"epoch"',
    '"allballs"',
    '"J2460000Z"',
  ),
);
const { valueText } = fc.letrec<{ valueText: string }>((tie) => ({
  valueText: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("null", "true", "false"),
    numberText,
    stringText,
    timeText,
    fc.array(tie("valueText"), { maxLength: 3 }).map((texts) => `[ ${texts.join(" ,")}]`),
    fc
      .array(fc.tuple(stringText, tie("valueText")), { maxLength: 3 })
      .map((members) => `{${members.map(([name, text]) => `${name}: ${text}`).join(",\n")} }`),
  ),
}));

const good = {
  id_workspace: "e6bb64bf-46e4-410d-8406-c61e267ea607",
  workspace_name: "Aço",
  total_contacts: 7,
  contact_type: "PERSON",
  status: "COMPLETED",
  created_at: "2025-11-15T14:30:00Z",
  updated_at: "2025-11-15T14:35:30Z",
};

/** A record of the contract, with a field of any number or readable text beside it. */
const goodRecord = fc
  .tuple(
    fc.uuid(),
    fc.oneof(
      numberText,
      fc.string().map((text) => JSON.stringify(text)),
    ),
  )
  .map(([id, extra]) => {
    const text = JSON.stringify({ id, ...good });
    return { id, record: rawRecord(`${text.slice(0, -1)}, "extra": ${extra}}`) };
  });
/** The same, but some of its fields are something else, or are there twice. */
const spoiledRecord = fc
  .tuple(
    fc.uuid(),
    fc.array(fc.tuple(fc.constantFrom("id", "extra", ...Object.keys(good)), valueText), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([id, spoiled]) => {
    const text = JSON.stringify({ id, ...good }).slice(0, -1);
    return rawRecord(`${text}${spoiled.map(([name, value]) => `, "${name}": ${value}`).join("")}}`);
  });
const unstorableRecord = fc.record({
  text: fc.string({ unit: "binary" }),
  value: fc.oneof(fc.constant(null), fc.record({ id: fc.oneof(fc.uuid(), fc.string({ unit: "binary" })) })),
  updatedAt: fc.constant(null),
  unstorable: fc.constantFrom("nested-too-deep" as const, "undecodable" as const),
});
const anyRecord = fc.oneof(valueText.map(rawRecord), spoiledRecord, unstorableRecord);

test("whatever the source sends: nothing throws, good records are in gold, every other is named, and bronze has the bytes", async () => {
  const rules = ALL_RULES.map(({ rule }) => rule);
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(goodRecord, { selector: ({ id }) => id, minLength: 1, maxLength: 4 }),
      fc.array(anyRecord, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      fc.boolean(),
      async (goods, others, goodFirst, trackSeen) => {
        await empty();
        const goodRecords = goods.map(({ record }) => record);
        const records = goodFirst ? [...goodRecords, ...others] : [...others, ...goodRecords];
        const fields = new ObservedFields();
        fields.observe(records.map(({ value }) => value));
        await warehouse.pipelineSql.begin(async (sql) => {
          await writeVersions(sql, run.runId, activity, [pageOf(records, new Date("2026-01-05T00:00:00Z"))], {
            trackSeen,
            pass: 1,
          });
          await recordFields(sql, run.runId, fields.unrecorded);
        });
        await warehouse.pipelineSql.begin((sql) =>
          transformBatches(sql, run, { earliestPlausible: "2000-01-01" }),
        );

        const stored = await warehouse.sql<{ payload: string }[]>`
          select payload::text as payload from bronze.enrichment_versions order by version_id`;
        expect(new Set(stored.map(({ payload }) => payload))).toEqual(new Set(records.map(storedPayload)));
        const gold = await warehouse.sql<
          { id: string }[]
        >`select id_enriquecimento as id from gold.enrichments`;
        expect(gold.map(({ id }) => id)).toEqual(expect.arrayContaining(goods.map(({ id }) => id)));
        const rejected = await warehouse.sql<{ rule: string }[]>`select rule from ops.rejected_records`;
        for (const { rule } of rejected) expect(rules).toContain(rule);
        const [unnamed] = await warehouse.sql`
          select count(*) as count from bronze.enrichment_versions as version
          where not exists (select from ops.rejected_records as reject where reject.version_id = version.version_id)
            and not exists (select from gold.enrichments where id_enriquecimento = version.record_key)`;
        expect(unnamed).toEqual({ count: 0 });
        await warehouse.sql`select * from gold.enrichments_history`;
      },
    ),
    { numRuns: 150 },
  );
});
