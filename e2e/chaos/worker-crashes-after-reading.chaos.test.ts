import { describe, expect, test } from "vitest";
import { killBothWorkers, restartBothWorkers } from "./both-workers.ts";
import { lockGold } from "./lock-gold.ts";
import { useChaos } from "./use-chaos.ts";
import { waitForBlockedTransform, waitForProof } from "./wait-for-run-state.ts";

const chaos = useChaos(6_000);

describe("worker crashes after the source was read", () => {
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

  test("workers are killed with SIGKILL between two counts of a proof", async () => {
    await chaos().admin.setFaults({ latency_ms: { least: 400, extra: 0 } });
    const run = await chaos().start({ kind: "prove" });
    await waitForProof(chaos());
    await killBothWorkers(chaos().workers, "SIGKILL");
    await chaos().admin.setFaults({ preset: "calm" });
    await restartBothWorkers(chaos().workers);
    expect(await run.result()).toMatchObject({ outcome: expect.stringMatching(/^succeeded/) });
  });
});
