import { join } from "node:path";
import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import { startTemporalServer } from "@enrichment-monitor/stack/temporal-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeSource } from "./change-source.ts";
import { expectBalancedLedger, expectGoldEqualsSource } from "./expect-exact.ts";
import { injectServers } from "./inject-servers.ts";
import { createPipelineEnvironment } from "./pipeline-environment.ts";

/** The runs have hundreds of activities: 20 s on two cores without other work, a minute on a busy machine. */
const TIMEOUT_MS = 180_000;

const supervisor = createSupervisor();
let temporalAddress: string;

/** A server that suggests continue-as-new after twenty events. */
beforeAll(async () => {
  const folder = await supervisor.temporaryFolder("enrichment-monitor-temporal-");
  const server = await startTemporalServer({
    supervisor,
    port: 0,
    uiPort: 0,
    namespace: "default",
    dynamicConfig: { "limit.historyCount.suggestContinueAsNew": "20" },
    logFile: join(folder, "temporal.log"),
  });
  temporalAddress = server.address;
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
