import { isSecretOf, parseApiKey } from "@enrichment-monitor/warehouse/api-key";
import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it, vi } from "vitest";
import { createKey, listKeys, revokeKey } from "./keys.ts";

let warehouse: WarehouseDatabase;
let printed: string;

beforeAll(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
});
afterAll(() => warehouse[Symbol.asyncDispose]());

beforeEach(() => {
  printed = "";
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((text) => {
      printed += text;
      return true;
    });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

it("gives out a key of which the warehouse keeps a hash alone, lists it without its secret, and revokes it for good", async () => {
  const { sql } = warehouse;
  await createKey(sql, { json: true, name: "BI team", scope: "read" });
  const { key, keyId } = JSON.parse(printed) as { key: string; keyId: number };
  const secret = parseApiKey(key)?.secret ?? "";
  const [row] = await sql<[{ secret_hash: string }]>`select * from ops.api_keys where key_id = ${keyId}`;
  expect(row).toMatchObject({ name: "BI team", scope: "read", revoked_at: null });
  expect(isSecretOf(row.secret_hash, secret)).toBe(true);
  expect(JSON.stringify(row)).not.toContain(secret);

  printed = "";
  await listKeys(sql, {});
  expect(printed).toContain("BI team");
  expect(printed).not.toContain(secret);

  await revokeKey(sql, keyId, {});
  const revoked = await sql<[{ revoked_at: Date }]>`select revoked_at from ops.api_keys`;
  expect(revoked).toEqual([{ revoked_at: expect.any(Date) }]);
  await revokeKey(sql, keyId, { json: true });
  expect(await sql`select revoked_at from ops.api_keys`).toEqual(revoked);
});

it("says so when there is no such key", async () => {
  await revokeKey(warehouse.sql, 12_345, {});
  expect(printed).toContain("There is no key 12345");
  expect(process.exitCode).toBe(2);
});
