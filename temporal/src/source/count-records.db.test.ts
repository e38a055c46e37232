import { randomUUID } from "node:crypto";
import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { rawRecord } from "../../testing/raw-record.ts";
import { countSourceRecords } from "./count-records.ts";
import type { Probe } from "./probe.ts";
import type { FetchedPage } from "./source-client.ts";

let warehouse: WarehouseDatabase;

beforeEach(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
});
afterEach(() => warehouse[Symbol.asyncDispose]());

const makeIds = (count: number) => Array.from({ length: count }, () => randomUUID());

const know = (ids: string[]) => warehouse.sql`
  insert into bronze.enrichment_heads (record_key, version_id, content_hash, dw_ingested_at, dw_updated_at)
  select id, 1, 1, now(), now() from unnest(${ids}::uuid[]) as id`;

/** A source that lists these records, oldest first, and gets one more after each answer while `arriving` lasts. */
function sourceOf(ids: string[], arriving: string[] = []) {
  const asked: number[] = [];
  const probe: Probe = async ({ page, limit }) => {
    asked.push(page);
    const data = ids.slice((page - 1) * limit, page * limit).map((id) => ({ id }));
    const meta = { currentPage: page, itemsPerPage: limit, totalItems: ids.length };
    ids.push(...arriving.splice(0, 1));
    const records = data.map((value) => rawRecord(JSON.stringify(value)));
    return { meta, records } as unknown as FetchedPage;
  };
  return { probe, asked };
}

test("everything known: the last page is enough", async () => {
  const ids = makeIds(250);
  await know(ids);
  const { probe, asked } = sourceOf(ids);
  expect(
    await countSourceRecords(probe, warehouse.pipelineSql, {
      known: 250,
      pageSize: 100,
      readUpTo: null,
      deadline: Number.POSITIVE_INFINITY,
    }),
  ).toBe(250);
  expect(asked).toEqual([3]);
});

test("records that appeared meanwhile do not count, also beyond a page's end", async () => {
  const ids = makeIds(250);
  await know(ids);
  const { probe } = sourceOf([...ids, ...makeIds(120)], makeIds(3));
  expect(
    await countSourceRecords(probe, warehouse.pipelineSql, {
      known: 250,
      pageSize: 100,
      readUpTo: null,
      deadline: Number.POSITIVE_INFINITY,
    }),
  ).toBe(250);
});

test("a record that was lost is missed", async () => {
  const ids = makeIds(250);
  await know(ids.slice(1));
  expect(
    await countSourceRecords(sourceOf(ids).probe, warehouse.pipelineSql, {
      known: 249,
      pageSize: 100,
      readUpTo: null,
      deadline: Number.POSITIVE_INFINITY,
    }),
  ).toBe(250);
});

test("deleted records are missed, also when the list became shorter by pages, or as many appeared", async () => {
  const ids = makeIds(250);
  await know(ids);
  expect(
    await countSourceRecords(sourceOf(ids.slice(0, 90)).probe, warehouse.pipelineSql, {
      known: 250,
      pageSize: 100,
      readUpTo: null,
      deadline: Number.POSITIVE_INFINITY,
    }),
  ).toBe(90);
  expect(
    await countSourceRecords(sourceOf([...ids.slice(5), ...makeIds(5)]).probe, warehouse.pipelineSql, {
      known: 250,
      pageSize: 100,
      readUpTo: null,
      deadline: Number.POSITIVE_INFINITY,
    }),
  ).toBe(245);
});

test("an empty source has nothing", async () => {
  expect(
    await countSourceRecords(sourceOf([]).probe, warehouse.pipelineSql, {
      known: 0,
      pageSize: 100,
      readUpTo: null,
      deadline: Number.POSITIVE_INFINITY,
    }),
  ).toBe(0);
});

test("too much is new to tell", async () => {
  expect(
    await countSourceRecords(sourceOf(makeIds(2_500)).probe, warehouse.pipelineSql, {
      known: 0,
      pageSize: 100,
      readUpTo: null,
      deadline: Number.POSITIVE_INFINITY,
    }),
  ).toBeNull();
});
