import type { WorkflowHandle } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeSource } from "./change-source.ts";
import { expectGoldEqualsSource } from "./expect-exact.ts";
import { injectServers } from "./inject-servers.ts";
import { createPipelineEnvironment, type PipelineEnvironment } from "./pipeline-environment.ts";

let environment: PipelineEnvironment;

beforeAll(async () => {
  environment = await createPipelineEnvironment(injectServers(), {
    SOURCE_RECORDS: "5000",
    SOURCE_CLOCK_SPEED: "0",
  });
});
afterAll(() => environment[Symbol.asyncDispose]());

type Event = NonNullable<Awaited<ReturnType<WorkflowHandle["fetchHistory"]>>["events"]>[number];

/** The activities and child workflows that a workflow started. */
const stepsOf = (events: readonly Event[]): string[] =>
  events.flatMap(
    (event) =>
      event.activityTaskScheduledEventAttributes?.activityType?.name ??
      event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowType?.name ??
      [],
  );

describe("runs of the pipeline, one after the other", () => {
  test("the first run ingests every record", async () => {
    const records = await environment.admin.records();
    const result = await environment.run();
    expect(records.length).toBeGreaterThanOrEqual(5000);
    expect(result).toMatchObject({ outcome: "succeeded", goldInserted: records.length, goldUpdated: 0 });
    await expectGoldEqualsSource(environment);
  });

  test("a run without changes writes only its ledger entry, and transforms nothing", async () => {
    // The position of each row changes when it is written.
    const readFields = () =>
      environment.sql`select field, last_seen_at, ctid::text as position from ops.source_fields order by field`;
    const fields = await readFields();
    expect(fields).toHaveLength(8);
    const handle = await environment.start();
    expect(await handle.result()).toMatchObject({
      outcome: "succeeded",
      versionsWritten: 0,
      goldInserted: 0,
      goldUpdated: 0,
    });
    const { events } = await handle.fetchHistory();
    expect(stepsOf(events ?? [])).toEqual([
      "openRun",
      "bronzeIngest",
      "advanceProof",
      "readWindow",
      "advanceProof",
      "checkGold",
      "closeRun",
    ]);
    expect(await readFields()).toEqual(fields);
  });

  test("a run without changes transforms what an earlier one left", async () => {
    await environment.sql`truncate gold.enrichments`;
    await environment.sql`update ops.batches set transformed_at = null`;
    await environment.run();
    await expectGoldEqualsSource(environment);
  });

  test("the next run ingests changes and new records, and writes only these", async () => {
    const { created, updated } = await changeSource(environment.admin, async () => {
      await environment.admin.touch(7);
      await environment.admin.create(3);
    });
    expect(created).toBeGreaterThanOrEqual(3);
    expect(updated).toBeGreaterThanOrEqual(7);
    const result = await environment.run();
    expect(result).toMatchObject({
      outcome: "succeeded",
      versionsWritten: created + updated,
      goldInserted: created,
      goldUpdated: updated,
    });
    await expectGoldEqualsSource(environment);
  });
});
