import { draw32 } from "../random.ts";
import { type Flaw, FUTURE_SECONDS } from "./flaws.ts";
import type { Intervention, Target } from "./intervention-schema.ts";
import type { JobPlanner } from "./job-plan.ts";
import type { JobStore } from "./job-store.ts";
import type { JobState } from "./job-table.ts";
import type { Life } from "./life.ts";

/** Carries out interventions on jobs, by their numbers, and remembers what the plans of those jobs do not tell. */
export interface Interventions {
  /** Does it now, and returns the numbers of the jobs concerned. */
  perform(intervention: Intervention): number[];
  /** The numbers of the jobs whose present state is malformed. */
  malformed(): number[];
  /** The states that a job was given, by interventions. */
  edits(number: number): readonly Edit[];
  /** True for a job that arrived malformed and so never had a natural state. */
  wasBornMalformed(number: number): boolean;
}

export interface Edit {
  readonly at: number;
  readonly state: JobState;
}

export interface InterventionsParts {
  readonly seed: number;
  readonly store: JobStore;
  readonly life: Life;
  readonly planner: JobPlanner;
  /** The number of the present job that is served under an id. */
  readonly find: (id: string) => number | undefined;
}

/** Primes: stepping by one visits each of n jobs once, far apart, unless n is a multiple of it. */
const STRIDE = 7919;
const OTHER_STRIDE = 7927;

/** Sets the draws about interventions apart from those about jobs and workspaces. */
const PICK = 200;

export function createInterventions({ seed, store, life, planner, find }: InterventionsParts): Interventions {
  const editsByJob = new Map<number, Edit[]>();
  const malformed = new Set<number>();
  const bornMalformed = new Set<number>();
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
    return [...new Set(ids.map(find).filter((number) => number !== undefined))];
  }

  const isWellFormed = (number: number) => store.isPresent(number) && !malformed.has(number);

  /** True when nothing natural will happen to the job any more that would undo what is done to it. */
  function isAtRest(number: number): boolean {
    return planner.transitions(number, store.read(number).created).every(({ at }) => at <= life.now);
  }

  function edit(number: number, state: JobState): void {
    store.write(number, state);
    const edits = editsByJob.get(number);
    if (edits === undefined) editsByJob.set(number, [{ at: life.now, state }]);
    else edits.push({ at: life.now, state });
  }

  /** Gives jobs a new `updated_at` and whatever else `change` says. */
  function editAll(numbers: number[], change: (state: JobState) => Partial<JobState>): number[] {
    for (const number of numbers) {
      const { status, contacts, flaw } = store.read(number);
      const state = { status, contacts, flaw, updated: life.now };
      edit(number, { ...state, ...change(state) });
    }
    return numbers;
  }

  function spoiled(flaw: Flaw): Partial<JobState> {
    return flaw === "updated_in_future" ? { flaw, updated: life.now + FUTURE_SECONDS } : { flaw };
  }

  function bearMalformed(flaw: Flaw): number {
    const job = planner.conceive(store.size, life.now);
    const number = store.add(job);
    bornMalformed.add(number);
    edit(number, { status: "COMPLETED", contacts: job.contacts, updated: life.now, flaw, ...spoiled(flaw) });
    return number;
  }

  function malform(flaw: Flaw, count: number, fresh: boolean): number[] {
    // A job that has been served under a good id does not change it: a bad one is always new.
    const numbers =
      fresh || flaw === "bad_uuid"
        ? Array.from({ length: count }, () => bearMalformed(flaw))
        : editAll(
            pick(count, (number) => isWellFormed(number) && isAtRest(number)),
            () => spoiled(flaw),
          );
    for (const number of numbers) malformed.add(number);
    return numbers;
  }

  function repair(target: Target): number[] {
    const numbers =
      "ids" in target
        ? found(target.ids).filter((number) => malformed.has(number))
        : [...malformed].slice(0, target.count);
    for (const number of numbers) malformed.delete(number);
    return editAll(numbers, () => ({ flaw: undefined }));
  }

  function remove(target: Target): number[] {
    const numbers = "ids" in target ? found(target.ids) : pick(target.count, store.isPresent);
    for (const number of numbers) {
      store.remove(number);
      malformed.delete(number);
    }
    return numbers;
  }

  function carryOut(intervention: Intervention): number[] {
    switch (intervention.type) {
      case "create":
        return Array.from({ length: intervention.count }, () => life.bear());
      case "touch":
        return editAll(pick(intervention.count, isWellFormed), () => ({}));
      case "bulk-update":
        return editAll(pick(intervention.count, isWellFormed), ({ contacts }) => ({
          contacts: contacts + 1,
        }));
      case "malform":
        return malform(intervention.kind, intervention.count, intervention.fresh);
      case "repair":
        return repair(intervention.target);
      case "delete":
        return remove(intervention.target);
    }
  }

  return {
    perform(intervention) {
      const numbers = carryOut(intervention);
      store.settle();
      return numbers;
    },
    malformed: () => [...malformed],
    edits: (number) => editsByJob.get(number) ?? [],
    wasBornMalformed: (number) => bornMalformed.has(number),
  };
}
