import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { rawRecord } from "../../testing/raw-record.ts";
import { recordKey } from "./record-key.ts";

test("a key made of an id is the one that PostgreSQL made of it before", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  const id = fc.oneof(
    fc.json(),
    fc
      .string({ unit: "grapheme", minLength: 1 })
      .map((text) => JSON.stringify(`x${text.replaceAll("\0", "")}`)),
    fc.uuid().map((uuid) => JSON.stringify(uuid.toUpperCase())),
    fc.constantFrom("1.10", "1e400", "9007199254740993", "{ }", '[ "a" ,1]', '"\\ud83d\\ude00"'),
  );
  const payload = fc
    .tuple(id, id, fc.constantFrom("", " ", "\n"))
    .map(
      ([first, last, space]) => `{"id":${first},"x":{"id":1},${space}"id"${space}:${space}${last}${space}}`,
    );
  await fc.assert(
    fc.asyncProperty(payload, async (text) => {
      const [sent] = await warehouse.sql<{ id: string | null; key: string }[]>`
        select id, case when id ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then id::uuid else md5(id)::uuid end as key
        from (select case when pg_input_is_valid(${text}, 'jsonb') then ${text}::text::json ->> 'id' end as id) as sent`;
      fc.pre(sent !== undefined && sent.id !== null && sent.id.trim() !== "");
      expect(recordKey(rawRecord(text))).toBe(sent?.key);
    }),
    { numRuns: 300 },
  );
});
