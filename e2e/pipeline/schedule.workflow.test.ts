import { ensureSchedule, pipelineSchedule, purgeSchedule, SCHEDULE_ID } from "@enrichment-monitor/temporal";
import { ScheduleOverlapPolicy } from "@temporalio/client";
import { expect, test, vi } from "vitest";
import { injectServers } from "./inject-servers.ts";
import { createPipelineEnvironment } from "./pipeline-environment.ts";

test("the schedule is created, left unchanged, and corrected with a list of differences if it has drifted", async () => {
  await using environment = await createPipelineEnvironment(injectServers());
  const { client } = environment;
  const intent = pipelineSchedule(5);
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
  const { policies, state, spec, action } = await handle.describe();
  // A workflow that hangs is ended, so that the next scheduled one can start.
  expect(action).toMatchObject({ workflowExecutionTimeout: 24 * 60 * 60_000 });
  expect(policies).toMatchObject({ overlap: "SKIP", catchupWindow: 4 * 60_000 });
  expect(spec.intervals).toMatchObject([{ every: 5 * 60_000 }]);
  expect(state).toMatchObject({ paused: true, note: "An operator's decision" });
  await handle.delete();
});

test("a new schedule starts a run at once where that is asked for, an existing one does not", async () => {
  await using environment = await createPipelineEnvironment(injectServers(), { SOURCE_RECORDS: "100" });
  const { client, sql } = environment;
  // Once a day, so that no other run starts.
  const intent = pipelineSchedule(24 * 60);
  const handle = client.schedule.getHandle(SCHEDULE_ID);
  await ensureSchedule(client, intent, true);
  await vi.waitFor(
    async () => {
      const runs = await sql`select trigger, kind, outcome from ops.runs`;
      expect([...runs]).toEqual([{ trigger: "schedule", kind: "first_load", outcome: "succeeded" }]);
    },
    { timeout: 50_000, interval: 100 },
  );
  await ensureSchedule(client, intent, true);
  expect((await handle.describe()).info.numActionsTaken).toBe(1);
  await handle.delete();
});

test("the purge is scheduled at night in São Paulo, and its drift is corrected", async () => {
  await using environment = await createPipelineEnvironment(injectServers());
  const { client } = environment;
  expect(await ensureSchedule(client, purgeSchedule)).toEqual({ outcome: "created", differences: [] });
  expect(await ensureSchedule(client, purgeSchedule)).toEqual({ outcome: "unchanged", differences: [] });
  const handle = client.schedule.getHandle(purgeSchedule.scheduleId);
  const { info } = await handle.describe();
  const times = info.nextActionTimes.map((instant) =>
    instant.toLocaleTimeString("en-GB", { timeZone: "America/Sao_Paulo" }),
  );
  expect(new Set(times)).toEqual(new Set(["03:30:00"]));

  const elsewhere = { hour: 3, minute: 30, timezone: "UTC" };
  await ensureSchedule(client, { ...purgeSchedule, times: elsewhere });
  expect(await ensureSchedule(client, purgeSchedule)).toEqual({
    outcome: "updated",
    differences: [{ setting: "times", was: elsewhere, is: purgeSchedule.times }],
  });
  await handle.delete();
});
