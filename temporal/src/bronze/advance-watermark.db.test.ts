import type { WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { fetchedPage } from "../../testing/fetched-page.ts";
import { activity, createWarehouseAtWork, run } from "../../testing/run-at-work.ts";
import { advanceWatermark } from "./advance-watermark.ts";
import { recordFetches } from "./record-fetches.ts";

let warehouse: WarehouseDatabase;

beforeEach(async () => {
  warehouse = await createWarehouseAtWork(inject("postgresUrl"));
});
afterEach(() => warehouse[Symbol.asyncDispose]());

test("slices that finish at once do not deadlock, and the last one advances the watermark", async () => {
  const { pipelineSql } = warehouse;
  const newest = new Date(Date.UTC(2026, 0, 5));
  const slices = [1, 2, 3];
  await pipelineSql`
    insert into ops.slices ${pipelineSql(
      slices.map((slice_no) => ({ run_id: run.runId, slice_no, walk: "keyset", max_updated_at: newest })),
    )}`;

  let haveWritten = 0;
  const { promise: allHaveWritten, resolve } = Promise.withResolvers<void>();
  const finish = (slice: number) =>
    pipelineSql.begin(async (sql) => {
      await sql`update ops.slices set finished_at = now() where run_id = ${run.runId} and slice_no = ${slice}`;
      // Refers to the run, as everything that a slice's transaction writes.
      await recordFetches(sql, run.runId, activity, [fetchedPage('{"data": []}', newest)]);
      if (++haveWritten === slices.length) resolve();
      await allHaveWritten;
      await advanceWatermark(sql, run);
    });
  await Promise.all(slices.map(finish));

  expect(await pipelineSql`select watermark from ops.warehouse_state`).toEqual([{ watermark: newest }]);
});

test.each([
  ["a run that read nothing does not change it", null, new Date(Date.UTC(2026, 0, 4))],
  ["it never moves back", new Date(Date.UTC(2026, 0, 3)), new Date(Date.UTC(2026, 0, 4))],
])("%s", async (_, newest, expected) => {
  const { pipelineSql } = warehouse;
  await pipelineSql`update ops.warehouse_state set watermark = ${new Date(Date.UTC(2026, 0, 4))}`;
  await pipelineSql`
    insert into ops.slices (run_id, slice_no, walk, max_updated_at, finished_at)
    values (${run.runId}, 1, 'keyset', ${newest}, now())`;
  await pipelineSql.begin((sql) => advanceWatermark(sql, run));
  expect(await pipelineSql`select watermark from ops.warehouse_state`).toEqual([{ watermark: expected }]);
});

test("it does not pass the local clock, whatever the source's clock says", async () => {
  const { pipelineSql } = warehouse;
  await pipelineSql`
    insert into ops.slices (run_id, slice_no, walk, max_updated_at, finished_at)
    values (${run.runId}, 1, 'keyset', now() + interval '5 years', now())`;
  await pipelineSql.begin((sql) => advanceWatermark(sql, run));
  expect(
    await pipelineSql`select watermark <= clock_timestamp() as possible from ops.warehouse_state`,
  ).toEqual([{ possible: true }]);
});
