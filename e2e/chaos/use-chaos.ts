import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { expectBalancedLedger, expectGoldEqualsSource } from "../pipeline/expect-exact.ts";
import { type ChaosEnvironment, createChaosEnvironment } from "./chaos-environment.ts";

/**
 * Sets up a loaded warehouse for the tests of a file. Before each test, records change at a slow source, so that a fault can be injected
 * during the run. After each test, one more run must succeed without manual repair, gold must equal the source, and the run must balance.
 *
 * @param touched the number of records that change before each test
 * @returns a function that returns the environment inside a test
 */
export function useChaos(touched: number): () => ChaosEnvironment {
  let chaos: ChaosEnvironment | undefined;
  const get = (): ChaosEnvironment => {
    if (!chaos) throw new Error("The environment is available only inside a test.");
    return chaos;
  };

  beforeAll(async () => {
    chaos = await createChaosEnvironment(8_000);
    await chaos.run();
  });
  afterAll(() => chaos?.[Symbol.asyncDispose]());

  beforeEach(async () => {
    const { admin } = get();
    await admin.setClock({ speed: 1 });
    await admin.setFaults({ latency_ms: { least: 20, extra: 20 } });
    await admin.touch(touched);
    await admin.create(300);
  });

  afterEach(async () => {
    const { admin, run } = get();
    await admin.setFaults({ preset: "calm" });
    // The source must not change during the comparison.
    await admin.setClock({ speed: 0 });
    await vi.waitFor(async () => expect(await run()).toMatchObject({ outcome: "succeeded" }), {
      timeout: 120_000,
      interval: 1_000,
    });
    await expectGoldEqualsSource(get());
    await expectBalancedLedger(get());
  });

  return get;
}
