import { describe, expect, test } from "vitest";
import { killBothWorkers, restartBothWorkers } from "./both-workers.ts";
import { useChaos } from "./use-chaos.ts";
import { waitForPartialRead, waitForPlanning, waitForRetryAfter } from "./wait-for-run-state.ts";

const chaos = useChaos(6_000);

describe("worker crashes while the source is read", () => {
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

  test("one of two workers is killed during a slice", async () => {
    const run = await chaos().start();
    await waitForPartialRead(chaos());
    chaos().workers[0].kill("SIGKILL");
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
    await chaos().workers[0].restart();
  });
});
