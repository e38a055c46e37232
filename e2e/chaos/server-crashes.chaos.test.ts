import { describe, expect, test, vi } from "vitest";
import { useChaos } from "./use-chaos.ts";
import { waitForPartialRead, waitForRetries } from "./wait-for-run-state.ts";

const chaos = useChaos(6_000);

describe("server crashes and outages", () => {
  test("the Temporal server is killed and restarted during a run", async () => {
    const run = await chaos().start();
    await waitForPartialRead(chaos());
    chaos().temporal.kill("SIGKILL");
    await chaos().temporal.restart();
    await vi.waitFor(async () => expect(await run.result()).toMatchObject({ outcome: "succeeded" }), {
      timeout: 120_000,
      interval: 500,
    });
  });

  test("PostgreSQL is killed and restarted during a run", async () => {
    const run = await chaos().start();
    await waitForPartialRead(chaos());
    chaos().postgres.kill("SIGKILL");
    await chaos().postgres.restart();
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("PostgreSQL refuses connections for a while", async () => {
    const run = await chaos().start();
    await waitForPartialRead(chaos());
    await chaos().allowConnections(false);
    await waitForRetries(chaos());
    await chaos().allowConnections(true);
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });

  test("the source is down for a while", async () => {
    const run = await chaos().start();
    await waitForPartialRead(chaos());
    await chaos().admin.setFaults({ down: true });
    await waitForRetries(chaos());
    await chaos().admin.setFaults({ preset: "calm" });
    expect(await run.result()).toMatchObject({ outcome: "succeeded" });
  });
});
