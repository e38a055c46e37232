import { describe, expect, test, vi } from "vitest";
import { reachMiddleOfReading, reachRetries } from "./reach.ts";
import { useChaos } from "./use-chaos.ts";

const chaos = useChaos(6_000);

describe("server crashes and outages", () => {
  test("the Temporal server killed and started again in the middle of a run", async () => {
    const run = await chaos().start();
    await reachMiddleOfReading(chaos());
    chaos().temporal.kill("SIGKILL");
    await chaos().temporal.restart();
    await vi.waitFor(async () => expect(await run.result()).toMatchObject({ outcome: "succeeded" }), {
      timeout: 120_000,
      interval: 500,
    });
  });

  test("PostgreSQL killed and started again in the middle of a run", async () => {
    const run = await chaos().start();
    await reachMiddleOfReading(chaos());
    chaos().postgres.kill("SIGKILL");
    await chaos().postgres.restart();
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("PostgreSQL refusing connections for a while", async () => {
    const run = await chaos().start();
    await reachMiddleOfReading(chaos());
    await chaos().allowConnections(false);
    await reachRetries(chaos());
    await chaos().allowConnections(true);
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("the source gone for a while", async () => {
    const run = await chaos().start();
    await reachMiddleOfReading(chaos());
    await chaos().admin.setFaults({ down: true });
    await reachRetries(chaos());
    await chaos().admin.setFaults({ preset: "calm" });
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });
});
