import type { Service } from "@enrichment-monitor/stack/service";
import { describe, expect, test } from "vitest";
import { lockGold } from "./lock-gold.ts";
import { useChaos } from "./use-chaos.ts";
import {
  waitForBlockedTransform,
  waitForPartialRead,
  waitForPlanning,
  waitForProof,
  waitForRetryAfter,
} from "./wait-for-run-state.ts";

const chaos = useChaos(6_000);

async function killBothWorkers(workers: readonly Service[], signal: NodeJS.Signals): Promise<void> {
  for (const worker of workers) worker.kill(signal);
  await Promise.all(workers.map(({ exited }) => exited));
}
const restartBothWorkers = (workers: readonly Service[]) =>
  Promise.all(workers.map((worker) => worker.restart()));

describe("worker crashes", () => {
  test("workers are killed with SIGKILL during a slice", async () => {
    const run = await chaos().start();
    await waitForPartialRead(chaos());
    await killBothWorkers(chaos().workers, "SIGKILL");
    await restartBothWorkers(chaos().workers);
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("workers are killed with SIGKILL while a complete read is planned", async () => {
    await chaos().admin.setFaults({ latency_ms: { least: 1_000, extra: 0 } });
    const run = await chaos().start({ kind: "reconcile" });
    await waitForPlanning(chaos());
    await killBothWorkers(chaos().workers, "SIGKILL");
    await chaos().admin.setFaults({ preset: "calm" });
    await restartBothWorkers(chaos().workers);
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("workers are killed with SIGKILL while the run waits for a Retry-After", async () => {
    const run = await chaos().start();
    await waitForPartialRead(chaos());
    await chaos().admin.setFaults({ rate_limited: 1, retry_after: { seconds: 1, least: 5, extra: 0 } });
    await waitForRetryAfter(chaos());
    await killBothWorkers(chaos().workers, "SIGKILL");
    await chaos().admin.setFaults({ preset: "calm" });
    await restartBothWorkers(chaos().workers);
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("workers are killed with SIGKILL between two counts of a proof", async () => {
    await chaos().admin.setFaults({ latency_ms: { least: 400, extra: 0 } });
    const run = await chaos().start({ kind: "prove" });
    await waitForProof(chaos());
    await killBothWorkers(chaos().workers, "SIGKILL");
    await chaos().admin.setFaults({ preset: "calm" });
    await restartBothWorkers(chaos().workers);
    expect(await run.result()).toMatchObject({ outcome: expect.stringMatching(/^succeeded/) });
  });

  test("one of two workers is killed during a slice", async () => {
    const run = await chaos().start();
    await waitForPartialRead(chaos());
    chaos().workers[0].kill("SIGKILL");
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
    await chaos().workers[0].restart();
  });

  test("workers are killed with SIGKILL during a transformation", async () => {
    const run = await chaos().start();
    {
      await using _gold = await lockGold(chaos());
      await waitForBlockedTransform(chaos());
      await killBothWorkers(chaos().workers, "SIGKILL");
    }
    await restartBothWorkers(chaos().workers);
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("workers that are stopped with SIGTERM commit their current pages and exit", async () => {
    const run = await chaos().start();
    await waitForPartialRead(chaos());
    await killBothWorkers(chaos().workers, "SIGTERM");
    await restartBothWorkers(chaos().workers);
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });
});
