import type { HiddenJobs } from "./hidden-jobs.ts";
import type { History } from "./history.ts";
import type { Damage, Target } from "./intervention-schema.ts";
import type { JobStore } from "./job-store.ts";
import type { JobState } from "./job-table.ts";
import type { Simulation } from "./simulation.ts";
import type { TargetSelection } from "./target-selection.ts";

/** Makes the source break what its contract promises, in ways that are known of real ones. */
export interface DamageControl {
  /** Does it now, and returns the numbers of the jobs concerned. */
  perform(damage: Damage): number[];
}

export interface DamageParts {
  readonly store: JobStore;
  readonly simulation: Simulation;
  readonly history: History;
  readonly hiddenJobs: HiddenJobs;
  readonly targets: TargetSelection;
}

export function createDamageControl({
  store,
  simulation,
  history,
  hiddenJobs,
  targets,
}: DamageParts): DamageControl {
  const isWellFormed = (number: number) => store.isPresent(number) && store.read(number).flaw === undefined;

  /** The last well-formed state before the present one that has an earlier `updated_at`. */
  function earlierState(number: number): JobState | undefined {
    const { updated } = store.read(number);
    const isEarlier = (state: JobState) => state.flaw === undefined && state.updated < updated;
    return history.states(number).findLast(({ state }) => isEarlier(state))?.state;
  }

  /** The well-formed state that a job had at a moment, where it is older than the present one. */
  function stateBefore(number: number, moment: number): JobState | undefined {
    const present = store.read(number);
    // Working out the history of each of a million jobs takes seconds: most show at a glance that nothing happened.
    if (present.updated <= moment && !history.hasEdits(number)) return undefined;
    const then = history.states(number).findLast(({ at }) => at <= moment)?.state;
    // A job that was put back since had a newer state then.
    return then !== undefined && then.flaw === undefined && then.updated < present.updated ? then : undefined;
  }

  function stateToRestore(number: number, seconds: number | undefined): JobState | undefined {
    return seconds === undefined ? earlierState(number) : stateBefore(number, simulation.now - seconds);
  }

  function lateUpdate(number: number, updated: number): JobState | undefined {
    const present = store.read(number);
    if (present.updated >= updated) return undefined;
    return { status: present.status, contacts: present.contacts + 1, flaw: present.flaw, updated };
  }

  function putBack(number: number, state: JobState): void {
    // It could be the newer of the two, then.
    if (store.isDoubled(number)) store.undouble(number);
    history.edit(number, state);
    simulation.keepRestoredState(number);
  }

  function addBackdated(created: number): number {
    const number = simulation.addBackdated(created);
    const { contacts } = store.read(number);
    history.edit(number, { status: "PROCESSING", contacts, flaw: undefined, updated: created });
    return number;
  }

  function forEach(numbers: number[], change: (number: number) => void): number[] {
    for (const number of numbers) change(number);
    return numbers;
  }

  /** Uses a state for each well-formed job that there is one for. */
  function useStates(
    target: Target,
    stateFor: (number: number) => JobState | undefined,
    use: (number: number, state: JobState) => void,
  ): number[] {
    const isEligible = (number: number) => isWellFormed(number) && stateFor(number) !== undefined;
    return forEach(targets.select(target, isEligible), (number) => {
      const state = stateFor(number);
      if (state !== undefined) use(number, state);
    });
  }

  return {
    perform(damage) {
      switch (damage.type) {
        case "lose": {
          const until = simulation.now + (damage.for_seconds ?? Number.POSITIVE_INFINITY);
          const hide = (number: number) => hiddenJobs.hide(number, until);
          return forEach(targets.select(damage.target, store.isPresent), hide);
        }
        case "unhide":
          return forEach(targets.selectAmong(hiddenJobs.hidden(), damage.target), hiddenJobs.unhide);
        case "double": {
          const stateFor = (number: number) => (store.isDoubled(number) ? undefined : earlierState(number));
          return useStates(damage.target, stateFor, store.double);
        }
        case "undouble": {
          const listedTwice = store.doubled().filter(store.isPresent);
          return forEach(targets.selectAmong(listedTwice, damage.target), store.undouble);
        }
        case "restore": {
          const stateFor = (number: number) => stateToRestore(number, damage.seconds);
          return useStates(damage.target, stateFor, putBack);
        }
        case "create-late":
          return Array.from({ length: damage.count }, () => addBackdated(simulation.now - damage.seconds));
        case "update-late": {
          const stateFor = (number: number) => lateUpdate(number, simulation.now - damage.seconds);
          return useStates(damage.target, stateFor, history.edit);
        }
      }
    },
  };
}
