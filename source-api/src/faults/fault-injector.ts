import { FLAWS, type Flaw } from "../dataset/flaws.ts";
import { createRandomStream } from "../random.ts";
import { createBurstLimiter } from "./burst-limiter.ts";
import { drawRetryAfter } from "./retry-after.ts";
import { changeFaults, type Faults, type FaultsChange, PRESETS } from "./settings.ts";

/** Decides which faults to inject, from its own seed, so that a sequence of requests gets the same faults again. */
export interface FaultInjector {
  readonly faults: Faults;
  /** Sets the faults that are named; those that are not stay as they are. */
  change(change: FaultsChange): void;
  /** Sets the faults that are named; those that are not are off. */
  replace(change: FaultsChange): void;
  /** True with the given probability. */
  shouldInject(share: number): boolean;
  /** Any flaw, each as likely. */
  anyFlaw(): Flaw;
  /** A whole number from `from` to `to`, each as likely. */
  between(from: number, to: number): number;
  /** The value of a Retry-After header; undefined for none. */
  retryAfter(): string | undefined;
  /** Takes a place in the present window; false when it is full. */
  admit(): boolean;
}

/** @param realNow real time in milliseconds since 1970. */
export function createFaultInjector(
  seed: number,
  change: FaultsChange,
  realNow: () => number,
): FaultInjector {
  const random = createRandomStream(seed);
  const limiter = createBurstLimiter();
  const between = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  let faults = changeFaults(PRESETS.calm, change);

  return {
    get faults() {
      return faults;
    },
    change(change) {
      faults = changeFaults(faults, change);
    },
    replace(change) {
      faults = changeFaults(PRESETS.calm, change);
    },
    shouldInject: (share) => share > 0 && random() < share,
    anyFlaw: () => FLAWS[between(0, FLAWS.length - 1)] ?? FLAWS[0],
    between,
    retryAfter: () => drawRetryAfter(faults.retry_after, random, realNow()),
    admit: () => limiter.admit(realNow(), faults.burst),
  };
}
