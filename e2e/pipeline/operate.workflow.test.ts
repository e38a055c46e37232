import { loadConfig } from "@enrichment-monitor/analytics-api/config";
import { listen, type RunningApi } from "@enrichment-monitor/analytics-api/listen";
import { ensureSchedule, pipelineSchedule, SCHEDULE_ID } from "@enrichment-monitor/temporal";
import { createApiKey } from "@enrichment-monitor/warehouse/api-key";
import { pino } from "pino";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { injectServers } from "./inject-servers.ts";
import { createPipelineEnvironment, type PipelineEnvironment } from "./pipeline-environment.ts";

let environment: PipelineEnvironment;
let api: RunningApi;
let key: string;

beforeAll(async () => {
  environment = await createPipelineEnvironment(injectServers(), {
    SOURCE_RECORDS: "300",
    SOURCE_CLOCK_SPEED: "0",
  });
  // Once a day, so that no scheduled run starts during the test.
  await ensureSchedule(environment.client, pipelineSchedule(24 * 60));
  key = (await createApiKey(environment.sql, { name: "Test", scope: "operator" })).key;
  api = await listen(
    {
      ...loadConfig({
        DATABASE_URL: environment.databaseUrl,
        TEMPORAL_ADDRESS: inject("temporalAddress"),
        TEMPORAL_NAMESPACE: environment.client.options.namespace,
      }),
      port: 0,
    },
    pino({ level: "silent" }),
  );
});

afterAll(async () => {
  await environment.client.schedule.getHandle(SCHEDULE_ID).delete();
  await api.close();
  await environment[Symbol.asyncDispose]();
});

const post = (path: string, body: unknown) =>
  fetch(api.url + path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
  });

/** The data of a response of the API. */
const data = async (path: string): Promise<unknown> =>
  ((await (await fetch(api.url + path)).json()) as { data: unknown }).data;

const openRuns = async () => [
  ...(await environment.sql`select run_number from ops.runs where finished_at is null`),
];

const schedule = () => environment.client.schedule.getHandle(SCHEDULE_ID).describe();

/** Waits for the end of the run, and fetches its ledger entry from the Location of the answer. */
async function endedRun(answer: Response): Promise<unknown> {
  const { data } = (await answer.json()) as { data: { workflow_id: string; run_id: string } };
  await environment.client.workflow.getHandle(data.workflow_id, data.run_id).result();
  const entry = await fetch(api.url + answer.headers.get("Location"));
  return ((await entry.json()) as { data: unknown }).data;
}

test("the API starts runs of each kind and variant, and its answer has their location", async () => {
  const first = await post("/pipeline/runs", { kind: "incremental" });
  expect(first.status).toBe(202);
  expect(await endedRun(first)).toMatchObject({
    trigger: "api",
    kind: "first_load",
    variant: "modular",
    outcome: "succeeded",
    workflow_id: "enrichment-pipeline-api",
    balanced: true,
  });

  const window = { from: "2026-01-01T00:00:00-03:00", to: "2026-01-02T00:00:00-03:00" };
  const second = await post("/pipeline/runs", { kind: "backfill", variant: "linear", window });
  expect(await endedRun(second)).toMatchObject({
    trigger: "api",
    kind: "backfill",
    variant: "linear",
    outcome: "succeeded",
    window_from: "2026-01-01T03:00:00.000Z",
  });

  const proof = await post("/pipeline/runs", { kind: "prove" });
  expect(await endedRun(proof)).toMatchObject({ kind: "prove", outcome: "succeeded", balanced: true });
  expect(await data(`${proof.headers.get("Location")}/proof`)).toMatchObject({ verdict: "proved" });
});

test("pause and resume affect the schedule and the active run; no second run starts", async () => {
  const paused = await post("/pipeline/pause", { note: "Maintenance" });
  expect(await paused.json()).toEqual({ data: { schedule: "paused", workflows: [] } });
  expect((await schedule()).state).toMatchObject({ paused: true, note: "Maintenance" });
  await vi.waitFor(
    async () =>
      expect(await data("/pipeline/status")).toMatchObject({
        state: "paused",
        reasons: [{ code: "schedule_paused", detail: "The schedule is paused: Maintenance" }],
        schedule: { paused: true, note: "Maintenance", next_run_at: null },
        next_run_expected_at: null,
      }),
    { timeout: 20_000, interval: 500 },
  );

  // Planning is so slow that the run is paused before its first slice.
  await environment.admin.setFaults({ latency_ms: { least: 500 } });
  const started = await post("/pipeline/runs", { kind: "reconcile" });
  await vi.waitFor(async () => expect(await openRuns()).toEqual([{ run_number: 4 }]), { timeout: 20_000 });
  const held = await post("/pipeline/pause", { note: "Maintenance, again" });
  expect(await held.json()).toEqual({ data: { schedule: "paused", workflows: ["enrichment-pipeline-api"] } });
  await environment.admin.setFaults({ preset: "calm" });

  const refused = await post("/pipeline/runs", { kind: "incremental" });
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({
    detail: expect.stringMatching(/^Run 4 is running .*enrichment-pipeline-api/),
  });

  const resumed = await post("/pipeline/resume", { note: "Done" });
  expect(await resumed.json()).toEqual({
    data: { schedule: "running", workflows: ["enrichment-pipeline-api"] },
  });
  expect((await schedule()).state).toMatchObject({ paused: false, note: "Done" });
  await vi.waitFor(
    async () =>
      expect(await data("/pipeline/status")).toMatchObject({
        state: "healthy",
        schedule: { paused: false, note: "Done", next_run_at: expect.any(String) },
      }),
    { timeout: 20_000, interval: 500 },
  );
  expect(await endedRun(started)).toMatchObject({ kind: "reconcile", outcome: "succeeded" });

  // As after a pause of an hour: the runs that were due in it are not late.
  await environment.sql`
    update ops.runs set started_at = started_at - interval '1 hour', finished_at = finished_at - interval '1 hour'`;
  const { info, action } = await schedule();
  expect(info.lastUpdatedAt).toBeDefined();
  expect(await data("/pipeline/status")).toMatchObject({
    state: "healthy",
    next_run_expected_at: new Date(
      (Math.floor((info.lastUpdatedAt?.getTime() ?? 0) / 300_000) + 1) * 300_000,
    ).toISOString(),
  });
  // The resume changes nothing else.
  expect(action).toMatchObject({
    workflowType: pipelineSchedule(24 * 60).workflowType,
    staticSummary: pipelineSchedule(24 * 60).summary,
  });
});

test("one of two parallel requests starts a run", async () => {
  const answers = await Promise.all([1, 2].map(() => post("/pipeline/runs", { kind: "incremental" })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
  const started = answers.find(({ status }) => status === 202);
  if (started) await endedRun(started);
});
