import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { afterAll, beforeAll, expect, inject, test } from "vitest";

const CLI = fileURLToPath(new URL("cli.ts", import.meta.url));

let warehouse: WarehouseDatabase;

beforeAll(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
});
afterAll(() => warehouse[Symbol.asyncDispose]());

const run = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });

test("exits without an error when its output pipe is closed", async () => {
  const child = run(["runs", "--json"], { DATABASE_URL: warehouse.url });
  child.stdout.destroy();
  const [[code], errors] = await Promise.all([once(child, "exit"), text(child.stderr)]);
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
});

test("refuses a backfill that ends before it begins, and names both", async () => {
  const child = run(["backfill", "--from", "2026-07-01", "--to", "2026-06-01T00:00:00Z"]);
  const [[code], errors] = await Promise.all([once(child, "exit"), text(child.stderr)]);
  expect(code).toBe(2);
  expect(errors).toMatch(/--from 2026-07-01T00:00:00.000Z is not before --to 2026-06-01T00:00:00.000Z/);
});
