import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { expectBalancedLedger, expectGoldEqualsSource } from "../pipeline/expect-exact.ts";
import { type ChaosEnvironment, createChaosEnvironment } from "./chaos-environment.ts";

/**
 * A loaded warehouse for the cases of a file, each of which begins with work for its run to break: changes, brought slowly
 * enough to be met in the middle. Each ends here too: without a human, after one more run of the schedule, gold equals the
 * source and all balances.
 *
 * @param touched records that change before each case
 * @returns gives the environment; only within a case
 */
export function useChaos(touched: number): () => ChaosEnvironment {
  let chaos: ChaosEnvironment | undefined;
  const get = (): ChaosEnvironment => {
    if (!chaos) throw new Error("The environment has not been made.");
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
    // What is compared must not change under the comparison.
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
