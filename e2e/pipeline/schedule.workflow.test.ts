import { ensureSchedule, SCHEDULE_ID, scheduleIntent } from "@enrichment-monitor/temporal";
import { ScheduleOverlapPolicy } from "@temporalio/client";
import { expect, inject, test } from "vitest";
import { createPipelineEnvironment } from "./pipeline-environment.ts";

test("the schedule is created, left alone, and brought back with what differed when it has drifted", async () => {
  await using environment = await createPipelineEnvironment({
    postgresUrl: inject("postgresUrl"),
    temporalAddress: inject("temporalAddress"),
  });
  const { client } = environment;
  const intent = scheduleIntent(5);
  const handle = client.schedule.getHandle(SCHEDULE_ID);

  expect(await ensureSchedule(client, intent)).toEqual({ outcome: "created", differences: [] });
  expect(await ensureSchedule(client, intent)).toEqual({ outcome: "unchanged", differences: [] });

  await handle.pause("An operator's decision");
  await handle.update((previous) => ({
    ...previous,
    policies: { ...previous.policies, overlap: ScheduleOverlapPolicy.ALLOW_ALL },
  }));
  expect(await ensureSchedule(client, intent)).toEqual({
    outcome: "updated",
    differences: [{ setting: "overlap", was: "ALLOW_ALL", is: "SKIP" }],
  });
  const { policies, state, spec } = await handle.describe();
  expect(policies).toMatchObject({ overlap: "SKIP", catchupWindow: 4 * 60_000 });
  expect(spec.intervals).toMatchObject([{ every: 5 * 60_000 }]);
  expect(state).toMatchObject({ paused: true, note: "An operator's decision" });
  await handle.delete();
});
