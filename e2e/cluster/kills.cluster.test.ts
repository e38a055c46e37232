import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY } from "@enrichment-monitor/stack/repository";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type ChaosEnvironment, createChaosEnvironment } from "../chaos/chaos-environment.ts";
import { waitForPartialRead } from "../chaos/wait-for-run-state.ts";
import { expectBalancedLedger, expectGoldEqualsSource } from "../pipeline/expect-exact.ts";
import { provideTemporalPrograms } from "../testing/temporal-programs.ts";
import { type Cluster, ROLES, startCluster } from "./start-cluster.ts";

/** With a first build of the server on a slow machine. */
const SETUP_TIMEOUT_MS = 40 * 60_000;

let cluster: Cluster;
let chaos: ChaosEnvironment;

beforeAll(async () => {
  const programs = await provideTemporalPrograms(await temporalVersion());
  chaos = await createChaosEnvironment(8_000, async (context) => {
    cluster = await startCluster(context, programs);
    return { address: cluster.address, service: cluster.roles.history };
  });
  expect(await chaos.run()).toMatchObject({ outcome: "succeeded" });
}, SETUP_TIMEOUT_MS);

afterAll(() => chaos?.[Symbol.asyncDispose]());

/** The same as in docker-compose.yml. */
async function temporalVersion(): Promise<string> {
  const compose = await readFile(join(REPOSITORY, "docker-compose.yml"), "utf8");
  const [, version] = /temporalio\/server:(\S+)/.exec(compose) ?? [];
  if (version === undefined) throw new Error("docker-compose.yml names no version of temporalio/server.");
  return version;
}

test.each(ROLES)(
  "gold equals the source after a worker and the role %s were killed in the middle of a run",
  async (name) => {
    const role = cluster.roles[name];
    const [worker] = chaos.workers;
    await chaos.admin.setClock({ speed: 1 });
    await chaos.admin.setFaults({ latency_ms: { least: 20, extra: 20 } });
    await chaos.admin.touch(6_000);
    const run = await chaos.start();
    await waitForPartialRead(chaos);
    worker.kill("SIGKILL");
    role.kill("SIGKILL");
    await Promise.all([worker.exited, role.exited]);
    await role.restart();
    await vi.waitFor(async () => expect(await run.result()).toMatchObject({ outcome: "succeeded" }), {
      timeout: 180_000,
      interval: 500,
    });
    await worker.restart();

    await chaos.admin.setFaults({ preset: "calm" });
    // The source must not change during the comparison.
    await chaos.admin.setClock({ speed: 0 });
    expect(await chaos.run()).toMatchObject({ outcome: "succeeded" });
    await expectGoldEqualsSource(chaos);
    await expectBalancedLedger(chaos);
  },
  300_000,
);
