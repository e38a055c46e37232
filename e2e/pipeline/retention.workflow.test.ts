import { PURGE_WORKFLOW_ID, TASK_QUEUE, type workflows } from "@enrichment-monitor/temporal";
import { expect, test } from "vitest";
import { changeSource } from "./change-source.ts";
import { expectGoldEqualsSource } from "./expect-exact.ts";
import { injectServers } from "./inject-servers.ts";
import { createPipelineEnvironment } from "./pipeline-environment.ts";

test("old superseded versions are deleted without any effect on later runs", async () => {
  await using environment = await createPipelineEnvironment(
    injectServers(),
    { SOURCE_RECORDS: "1000", SOURCE_CLOCK_SPEED: "0" },
    { RETENTION_DAYS: 30, ACTIVITY_TIME_BOX_MS: 1 },
  );
  const { admin, client, run, sql } = environment;
  const purge = () =>
    client.workflow.execute<(typeof workflows)["purgeHistory"]>("purgeHistory", {
      taskQueue: TASK_QUEUE,
      workflowId: PURGE_WORKFLOW_ID,
      args: [],
    });
  const countVersions = async () => {
    const [count] = await sql`select count(*) as versions from bronze.enrichment_versions`;
    return count;
  };
  const records = (await admin.records()).length;
  await run();
  const { created, updated } = await changeSource(admin, () => admin.touch(40));
  expect(updated).toBeGreaterThanOrEqual(40);
  await run();
  expect(await purge()).toMatchObject({ versions: 0, fetches: 0, finished: true });
  expect(await countVersions()).toEqual({ versions: records + created + updated });

  const sixtyDays = "interval '60 days'";
  for (const [table, column] of [
    ["ops.batches", "committed_at"],
    ["ops.runs", "finished_at"],
  ])
    await sql.unsafe(`update ${table} set ${column} = ${column} - ${sixtyDays}`);
  await run();
  const purged = await purge();
  expect(purged).toMatchObject({ versions: updated, finished: true });
  expect(purged.fetches).toBeGreaterThan(0);
  expect(await countVersions()).toEqual({ versions: records + created });
  const [recorded] = await sql`
    select versions, fetches, finished_at is not null as finished from ops.purges order by started_at desc limit 1`;
  expect(recorded).toEqual({ versions: updated, fetches: purged.fetches, finished: true });
  expect(await purge()).toMatchObject({ versions: 0, fetches: 0, finished: true });

  const later = await changeSource(admin, () => admin.touch(10));
  expect(later.updated).toBeGreaterThanOrEqual(10);
  expect(await run({ kind: "reconcile" })).toMatchObject({
    outcome: "succeeded",
    versionsWritten: later.created + later.updated,
    deleted: 0,
  });
  await expectGoldEqualsSource(environment);
});
