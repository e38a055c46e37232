import { draw32 } from "../random.ts";
import type { Target } from "./intervention-schema.ts";
import type { JobStore } from "./job-store.ts";

/** Finds the jobs that an intervention concerns, by their numbers. */
export interface TargetSelection {
  /** Up to `count` eligible jobs, spread over all and chosen by the seed. */
  pick(count: number, isEligible: (number: number) => boolean): number[];
  /** Of jobs with ids as served, hidden ones included, those that are eligible; or as many as {@link pick} finds. */
  select(target: Target, isEligible: (number: number) => boolean): number[];
  /** The same, but the first `count` of a list instead of any. */
  selectAmong(candidates: readonly number[], target: Target): number[];
}

export interface TargetSelectionParts {
  readonly seed: number;
  readonly store: JobStore;
  /** The number of the job, present or hidden, that is served under an id. */
  readonly numberOf: (id: string) => number | undefined;
}

/** Primes: stepping by one visits each of n jobs once, far apart, unless n is a multiple of it. */
const STRIDE = 7919;
const OTHER_STRIDE = 7927;

/** Sets the draws about interventions apart from those about jobs and workspaces. */
const PICK = 200;

export function createTargetSelection({ seed, store, numberOf }: TargetSelectionParts): TargetSelection {
  let picks = 0;

  function pick(count: number, isEligible: (number: number) => boolean): number[] {
    const picked: number[] = [];
    const { size } = store;
    const stride = size % STRIDE === 0 ? OTHER_STRIDE : STRIDE;
    let number = draw32(seed, picks++, PICK) % Math.max(size, 1);
    for (let visited = 0; visited < size && picked.length < count; visited++) {
      if (isEligible(number)) picked.push(number);
      number = (number + stride) % size;
    }
    return picked;
  }

  function found(ids: readonly string[]): number[] {
    return [...new Set(ids.map(numberOf).filter((number) => number !== undefined))];
  }

  return {
    pick,

    select: (target, isEligible) =>
      "ids" in target ? found(target.ids).filter(isEligible) : pick(target.count, isEligible),

    selectAmong(candidates, target) {
      if ("count" in target) return candidates.slice(0, target.count);
      const eligible = new Set(candidates);
      return found(target.ids).filter((number) => eligible.has(number));
    },
  };
}
