import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import {
  DEPLOYMENT_NAME,
  ensureSchedule,
  pipelineSchedule,
  SCHEDULE_ID,
  TASK_QUEUE,
} from "@enrichment-monitor/temporal";
import { ScheduleOverlapPolicy } from "@temporalio/client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startHttpReceiver } from "./alerts/http-receiver.ts";
import { expectBalancedLedger, expectGoldEqualsSource } from "./expect-exact.ts";
import { injectServers } from "./inject-servers.ts";
import { createPipelineEnvironment, type PipelineEnvironment } from "./pipeline-environment.ts";
import { startConfiguredTemporal } from "./start-configured-temporal.ts";
import { waitForSlices } from "./wait-for-slices.ts";
import {
  buildOf,
  buildsOf,
  makeCurrent,
  ofBuild,
  startBuild,
  temporalOf,
  workersOf,
} from "./worker-builds.ts";
import { createWorkerEnvironment } from "./worker-environment.ts";

const WAIT = { timeout: 60_000, interval: 100 };

const supervisor = createSupervisor();
let temporalAddress: string;

/** A server that looks every second, not every three minutes, whether a build is drained. */
beforeAll(async () => {
  temporalAddress = await startConfiguredTemporal(supervisor, {
    "matching.wv.VersionDrainageStatusVisibilityGracePeriod": '"1s"',
    "matching.wv.VersionDrainageStatusRefreshInterval": '"1s"',
  });
});
afterAll(() => supervisor.close());

const createEnvironment = (source: Record<string, string> = {}) =>
  createPipelineEnvironment(
    { ...injectServers(), temporalAddress },
    { SOURCE_RECORDS: "300", SOURCE_CLOCK_SPEED: "0", ...source },
  );

/** Runs, and tells how it ended on which build. */
async function runOnBuild(environment: PipelineEnvironment) {
  const run = await environment.start();
  return { outcome: (await run.result()).outcome, build: await buildOf(run) };
}

test("a run ends on the build that began it, while new runs start on the current one; a rollback leads them back", async () => {
  await using environment = await createEnvironment({ SOURCE_RECORDS: "3000" });
  const { admin, client } = environment;
  const temporal = await temporalOf(environment, temporalAddress);
  // From workers without builds, which is how it begins.
  expect(await runOnBuild(environment)).toEqual({ outcome: "succeeded", build: undefined });
  await startBuild(environment, "1");
  expect(await runOnBuild(environment)).toEqual({ outcome: "succeeded", build: undefined });
  await makeCurrent(temporal, "1");

  await admin.setFaults({ latency_ms: { least: 500, extra: 0 } });
  const began = await environment.start({ kind: "reconcile" });
  await waitForSlices(environment);
  await startBuild(environment, "2");
  await makeCurrent(temporal, "2");
  expect(await runOnBuild(environment)).toEqual({ outcome: "already-running", build: "2" });
  await admin.setFaults({ preset: "calm" });
  expect(await began.result()).toMatchObject({ outcome: "succeeded" });
  expect(await buildsOf(environment, `RootWorkflowId = '${began.workflowId}'`)).toEqual(
    expect.arrayContaining(
      ["enrichmentPipeline", "bronzeIngest"].map((type) => ({ type, status: "COMPLETED", build: "1" })),
    ),
  );
  await vi.waitFor(
    async () =>
      expect(await temporal("worker", "deployment", "describe-version", ...ofBuild("1"))).toMatchObject({
        drainageInfo: { drainageStatus: "drained" },
      }),
    WAIT,
  );

  await ensureSchedule(client, pipelineSchedule(24 * 60));
  await client.schedule.getHandle(SCHEDULE_ID).trigger(ScheduleOverlapPolicy.SKIP);
  await vi.waitFor(
    async () =>
      expect(await buildsOf(environment, `TemporalScheduledById = '${SCHEDULE_ID}'`)).toEqual([
        { type: "enrichmentPipeline", status: "COMPLETED", build: "2" },
      ]),
    WAIT,
  );

  const set = (command: string, ...options: string[]) =>
    temporal("worker", "deployment", command, ...options, "--yes");
  await makeCurrent(temporal, "1");
  expect(await runOnBuild(environment)).toEqual({ outcome: "succeeded", build: "1" });
  await set("set-ramping-version", ...ofBuild("2"), "--percentage", "100");
  expect(await runOnBuild(environment)).toEqual({ outcome: "succeeded", build: "2" });
  await set("set-ramping-version", ...ofBuild("2"), "--delete");
  expect(await runOnBuild(environment)).toEqual({ outcome: "succeeded", build: "1" });
  await set("set-current-version", "--deployment-name", DEPLOYMENT_NAME, "--unversioned");
  expect(await runOnBuild(environment)).toEqual({ outcome: "succeeded", build: undefined });
  await expectGoldEqualsSource(environment);
  await expectBalancedLedger(environment);
}, 180_000);

test("a run whose build has no workers any more can be moved to the current one", async () => {
  await using environment = await createEnvironment({ SOURCE_RECORDS: "3000" });
  const temporal = await temporalOf(environment, temporalAddress);
  const old = await startBuild(environment, "1");
  await makeCurrent(temporal, "1");
  await environment.admin.setFaults({ latency_ms: { least: 500, extra: 0 } });
  const run = await environment.start();
  await waitForSlices(environment);
  await startBuild(environment, "2");
  await makeCurrent(temporal, "2");
  await old[Symbol.asyncDispose]();
  await environment.admin.setFaults({ preset: "calm" });
  await temporal(
    "workflow",
    "update-options",
    "--query",
    "TemporalWorkerDeploymentVersion = 'enrichment-pipeline:1' and ExecutionStatus = 'Running'",
    "--versioning-override-behavior",
    "auto_upgrade",
    "--yes",
  );
  expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  expect(await buildsOf(environment, `RootWorkflowId = '${run.workflowId}'`)).toContainEqual({
    type: "enrichmentPipeline",
    status: "COMPLETED",
    build: "2",
  });
  await expectGoldEqualsSource(environment);
}, 120_000);

test("Temporal tells which builds poll, and which get new runs", async () => {
  await using environment = await createEnvironment();
  const temporal = await temporalOf(environment, temporalAddress);
  const expectBuilds = (expected: object) =>
    vi.waitFor(async () => expect(await workersOf(environment)).toMatchObject(expected), WAIT);
  await expectBuilds({ workers: 1, polledBuilds: [null], currentBuild: null, rampingBuild: undefined });
  await startBuild(environment, "1");
  await makeCurrent(temporal, "1");
  await startBuild(environment, "2");
  await expectBuilds({ currentBuild: "1", rampingBuild: undefined });
  await vi.waitFor(
    () =>
      temporal("worker", "deployment", "set-ramping-version", ...ofBuild("2"), "--percentage", "20", "--yes"),
    WAIT,
  );
  await expectBuilds({
    polledBuilds: expect.arrayContaining([null, "1", "2"]),
    currentBuild: "1",
    rampingBuild: "2",
  });
});

test("a message that waits for its receiver moves to the current build, so that the old one can end", async () => {
  await using api = await startHttpReceiver();
  await using slack = await startHttpReceiver();
  await using environment = await createWorkerEnvironment(
    { ...injectServers(), temporalAddress },
    { baseUrl: "http://127.0.0.1:9", apiKey: "unused" },
    {},
    { ANALYTICS_API_URL: api.url, ALERT_SLACK_URL: slack.url, ALERT_BEGIN_EVALUATIONS: "1" },
  );
  const { client, sql } = environment;
  const temporal = await temporalOf(environment, temporalAddress);
  const old = await startBuild(environment, "1");
  await makeCurrent(temporal, "1");
  await slack.stop();
  const entry = {
    chave: "pipeline/no_workers",
    code: "no_workers",
    severity: "failing",
    detail: "",
    remedy: "",
    adiado: null,
  };
  api.answer = { status: 200, body: { data: { pipeline: [entry], jobs: [] } } };
  await client.workflow.execute("evaluateAlerts", {
    taskQueue: TASK_QUEUE,
    workflowId: "evaluate",
    args: [],
  });
  const deliveries = () => buildsOf(environment, "WorkflowType = 'deliverAlert'");
  const isRefused = async () => (await sql`select from ops.alert_messages where failure is not null`).length;
  await vi.waitFor(async () => expect(await isRefused()).toBe(1), WAIT);
  expect(await deliveries()).toMatchObject([{ status: "RUNNING", build: "1" }]);

  await startBuild(environment, "2");
  await makeCurrent(temporal, "2");
  await old[Symbol.asyncDispose]();
  await slack.start();
  await vi.waitFor(
    async () => expect(await deliveries()).toMatchObject([{ status: "COMPLETED", build: "2" }]),
    WAIT,
  );
  expect(slack.accepted).toHaveLength(1);
});
