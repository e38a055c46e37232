import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { changeSource } from "./change-source.ts";
import { expectBalancedLedger, expectGoldEqualsSource } from "./expect-exact.ts";
import { injectServers } from "./inject-servers.ts";
import { createPipelineEnvironment } from "./pipeline-environment.ts";
import { startConfiguredTemporal } from "./start-configured-temporal.ts";
import { buildsOf, makeCurrent, startBuild, temporalOf } from "./worker-builds.ts";

/** The runs have hundreds of activities: 20 s on two cores without other work, a minute on a busy machine. */
const TIMEOUT_MS = 180_000;

const supervisor = createSupervisor();
let temporalAddress: string;

/** A server that suggests continue-as-new after twenty events. */
beforeAll(async () => {
  temporalAddress = await startConfiguredTemporal(supervisor, {
    "limit.historyCount.suggestContinueAsNew": "20",
  });
});
afterAll(() => supervisor.close());

test.each([
  ["bronzeIngest", "enrichmentPipeline"],
  ["linearPipeline", "linearPipeline"],
] as const)(
  "%s continues as new when its history is long",
  async (continued, workflow) => {
    await using environment = await createPipelineEnvironment(
      { ...injectServers(), temporalAddress },
      { SOURCE_RECORDS: "5000", SOURCE_CLOCK_SPEED: "0" },
      { ACTIVITY_TIME_BOX_MS: 20 },
    );
    await environment.admin.setFaults({ latency_ms: { least: 2, extra: 2 } });
    expect(await environment.run({ kind: "reconcile" }, workflow)).toMatchObject({ outcome: "succeeded" });
    const { created, updated } = await changeSource(environment.admin, () => environment.admin.touch(4_500));
    expect(updated).toBeGreaterThanOrEqual(4_500);
    expect(await environment.run({}, workflow)).toMatchObject({
      outcome: "succeeded",
      goldInserted: created,
      goldUpdated: updated,
    });
    const executions = await Array.fromAsync(
      environment.client.workflow.list({ query: `WorkflowType = '${continued}'` }),
    );
    expect(executions.filter(({ status }) => status.name === "CONTINUED_AS_NEW").length).toBeGreaterThan(0);
    await expectGoldEqualsSource(environment);
    await expectBalancedLedger(environment);
  },
  TIMEOUT_MS,
);

test(
  "a run that continues as new stays on its build",
  async () => {
    await using environment = await createPipelineEnvironment(
      { ...injectServers(), temporalAddress },
      { SOURCE_RECORDS: "5000", SOURCE_CLOCK_SPEED: "0" },
      { ACTIVITY_TIME_BOX_MS: 20 },
    );
    const { sql } = environment;
    const temporal = await temporalOf(environment, temporalAddress);
    await startBuild(environment, "1");
    await makeCurrent(temporal, "1");
    await startBuild(environment, "2");
    await environment.admin.setFaults({ latency_ms: { least: 20, extra: 0 } });
    const run = await environment.start({ kind: "reconcile" }, "linearPipeline");
    await vi.waitFor(
      async () => expect((await sql`select from ops.slices where commits > 0`).length).toBeGreaterThan(0),
      {
        timeout: 60_000,
        interval: 20,
      },
    );
    await makeCurrent(temporal, "2");
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
    const executions = await buildsOf(environment, `WorkflowId = '${run.workflowId}'`);
    expect(executions.map(({ status }) => status)).toContain("CONTINUED_AS_NEW");
    expect(new Set(executions.map(({ build }) => build))).toEqual(new Set(["1"]));
  },
  TIMEOUT_MS,
);
