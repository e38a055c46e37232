import { draw32 } from "../random.ts";
import type { Flaw } from "./flaws.ts";
import type { JobPlanner } from "./job-plan.ts";
import type { JobStore } from "./job-store.ts";
import type { JobState } from "./job-table.ts";
import type { Life } from "./life.ts";

/** What people do to jobs, beyond their natural course. Each happens now and returns the numbers of the jobs concerned. */
export interface Interventions {
  /** New jobs arrive. */
  create(count: number): number[];
  /** Jobs are saved again without a change: only `updated_at` moves. */
  touch(count: number): number[];
  /** Jobs get one contact more, all in one second. */
  update(count: number): number[];
  remove(target: Target): number[];
  /**
   * Stored states turn malformed; with `fresh`, new jobs that have never been well-formed arrive instead.
   * `bad_uuid` is always fresh: a job that has been served under a good id does not change it.
   */
  malform(flaw: Flaw, count: number, fresh: boolean): number[];
  /** Malformed states become well-formed again, with a new `updated_at`. */
  repair(target: Target): number[];
  /** The numbers of the jobs whose present state is malformed. */
  malformed(): number[];
  /** What was done to a job. */
  edits(number: number): readonly Edit[];
  /** True for a job that arrived malformed and so never had a natural state. */
  wasBornMalformed(number: number): boolean;
}

/** As many as `count`, chosen by the seed, or those with the given numbers. */
export type Target = { readonly count: number } | { readonly numbers: readonly number[] };

export interface Edit {
  readonly at: number;
  readonly state: JobState;
}

export interface InterventionsParts {
  readonly seed: number;
  readonly store: JobStore;
  readonly life: Life;
  readonly planner: JobPlanner;
}

/** How far ahead `updated_in_future` lies: more than the one day that consumers tolerate. */
const FUTURE_SECONDS = 2 * 86_400;
/** A prime: stepping by it visits every number once, far apart, unless their count is a multiple of it. */
const STRIDE = 7919;
const OTHER_STRIDE = 7927;
const FIRST_PICK = 200;

export function createInterventions({ seed, store, life, planner }: InterventionsParts): Interventions {
  const editsByJob = new Map<number, Edit[]>();
  const malformed = new Set<number>();
  const bornMalformed = new Set<number>();
  let interventions = 0;

  function pick(count: number, isEligible: (number: number) => boolean): number[] {
    const picked: number[] = [];
    const { size } = store;
    const stride = size % STRIDE === 0 ? OTHER_STRIDE : STRIDE;
    let number = size === 0 ? 0 : draw32(seed, interventions++, FIRST_PICK) % size;
    for (let visited = 0; visited < size && picked.length < count; visited++) {
      if (isEligible(number)) picked.push(number);
      number = (number + stride) % size;
    }
    return picked;
  }

  const isWellFormed = (number: number) => store.isPresent(number) && !malformed.has(number);

  /** True when nothing natural will happen to the job any more and so undo what is done to it. */
  function isAtRest(number: number): boolean {
    return planner.transitions(number, store.read(number).created).every(({ at }) => at <= life.now);
  }

  function edit(number: number, state: JobState): void {
    store.write(number, state);
    const edits = editsByJob.get(number);
    if (edits === undefined) editsByJob.set(number, [{ at: life.now, state }]);
    else edits.push({ at: life.now, state });
  }

  /** Edits each job by a change to its state, and puts them all in their places. */
  function editAll(numbers: number[], change: (state: JobState) => Partial<JobState>): number[] {
    for (const number of numbers) {
      const { status, contacts, flaw } = store.read(number);
      const state = { status, contacts, flaw, updated: life.now };
      edit(number, { ...state, ...change(state) });
    }
    store.settle();
    return numbers;
  }

  function spoiled(flaw: Flaw): Partial<JobState> {
    return flaw === "updated_in_future" ? { flaw, updated: life.now + FUTURE_SECONDS } : { flaw };
  }

  function bearMalformed(flaw: Flaw): number {
    const job = planner.conceive(store.size, life.now);
    const number = store.add(job);
    bornMalformed.add(number);
    edit(number, { status: "COMPLETED", contacts: job.contacts, updated: life.now, ...spoiled(flaw), flaw });
    return number;
  }

  return {
    create(count) {
      const numbers = Array.from({ length: count }, () => life.bear());
      store.settle();
      return numbers;
    },

    touch: (count) => editAll(pick(count, isWellFormed), () => ({})),

    update: (count) => editAll(pick(count, isWellFormed), ({ contacts }) => ({ contacts: contacts + 1 })),

    remove(target) {
      const numbers =
        "numbers" in target ? target.numbers.filter(store.isPresent) : pick(target.count, store.isPresent);
      for (const number of numbers) {
        store.remove(number);
        malformed.delete(number);
        editsByJob.delete(number);
      }
      return numbers;
    },

    malform(flaw, count, fresh) {
      const numbers =
        fresh || flaw === "bad_uuid"
          ? Array.from({ length: count }, () => bearMalformed(flaw))
          : editAll(
              pick(count, (number) => isWellFormed(number) && isAtRest(number)),
              () => spoiled(flaw),
            );
      store.settle();
      for (const number of numbers) malformed.add(number);
      return numbers;
    },

    repair(target) {
      const numbers =
        "numbers" in target
          ? target.numbers.filter((number) => malformed.has(number))
          : [...malformed].slice(0, target.count);
      for (const number of numbers) malformed.delete(number);
      return editAll(numbers, () => ({ flaw: undefined }));
    },

    malformed: () => [...malformed],
    edits: (number) => editsByJob.get(number) ?? [],
    wasBornMalformed: (number) => bornMalformed.has(number),
  };
}
