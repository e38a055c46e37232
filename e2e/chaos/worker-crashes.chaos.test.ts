import type { Service } from "@enrichment-monitor/stack/service";
import { describe, expect, test } from "vitest";
import { holdGold } from "./hold-gold.ts";
import {
  reachMiddleOfReading,
  reachMiddleOfTransforming,
  reachPlanning,
  reachProof,
  reachWait,
} from "./reach.ts";
import { useChaos } from "./use-chaos.ts";

const chaos = useChaos(6_000);

async function killBothWorkers(workers: readonly Service[], signal: NodeJS.Signals): Promise<void> {
  for (const worker of workers) worker.kill(signal);
  await Promise.all(workers.map(({ exited }) => exited));
}
const restartBothWorkers = (workers: readonly Service[]) =>
  Promise.all(workers.map((worker) => worker.restart()));

describe("worker crashes", () => {
  test("workers killed with SIGKILL in the middle of a slice", async () => {
    const run = await chaos().start();
    await reachMiddleOfReading(chaos());
    await killBothWorkers(chaos().workers, "SIGKILL");
    await restartBothWorkers(chaos().workers);
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("workers killed with SIGKILL while a complete read is planned", async () => {
    await chaos().admin.setFaults({ latency_ms: { least: 1_000, extra: 0 } });
    const run = await chaos().start({ kind: "reconcile" });
    await reachPlanning(chaos());
    await killBothWorkers(chaos().workers, "SIGKILL");
    await chaos().admin.setFaults({ preset: "calm" });
    await restartBothWorkers(chaos().workers);
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("workers killed with SIGKILL while the run waits for the source's Retry-After", async () => {
    const run = await chaos().start();
    await reachMiddleOfReading(chaos());
    await chaos().admin.setFaults({ rate_limited: 1, retry_after: { seconds: 1, least: 5, extra: 0 } });
    await reachWait(chaos());
    await killBothWorkers(chaos().workers, "SIGKILL");
    await chaos().admin.setFaults({ preset: "calm" });
    await restartBothWorkers(chaos().workers);
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("workers killed with SIGKILL between two counts of a proof", async () => {
    await chaos().admin.setFaults({ latency_ms: { least: 400, extra: 0 } });
    const run = await chaos().start({ kind: "prove" });
    await reachProof(chaos());
    await killBothWorkers(chaos().workers, "SIGKILL");
    await chaos().admin.setFaults({ preset: "calm" });
    await restartBothWorkers(chaos().workers);
    expect(await run.result()).toMatchObject({ outcome: expect.stringMatching(/^succeeded/) });
  });

  test("one of two workers killed in the middle of a slice", async () => {
    const run = await chaos().start();
    await reachMiddleOfReading(chaos());
    chaos().workers[0].kill("SIGKILL");
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
    await chaos().workers[0].restart();
  });

  test("workers killed with SIGKILL in the middle of a transformation", async () => {
    const run = await chaos().start();
    {
      await using _gold = await holdGold(chaos());
      await reachMiddleOfTransforming(chaos());
      await killBothWorkers(chaos().workers, "SIGKILL");
    }
    await restartBothWorkers(chaos().workers);
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("workers stopped with SIGTERM commit their current pages and exit", async () => {
    const run = await chaos().start();
    await reachMiddleOfReading(chaos());
    await killBothWorkers(chaos().workers, "SIGTERM");
    await restartBothWorkers(chaos().workers);
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });
});
