import type { History } from "./history.ts";
import type { Damage } from "./intervention-schema.ts";
import type { JobStore } from "./job-store.ts";
import type { JobState } from "./job-table.ts";
import type { Life } from "./life.ts";
import type { Losses } from "./losses.ts";
import type { TargetSelection } from "./target-selection.ts";

/** Makes the source break what its contract promises, in ways that are known of real ones. */
export interface DamageControl {
  /** Does it now, and returns the numbers of the jobs concerned. */
  perform(damage: Damage): number[];
}

export interface DamageParts {
  readonly store: JobStore;
  readonly life: Life;
  readonly history: History;
  readonly losses: Losses;
  readonly targets: TargetSelection;
}

export function createDamageControl({ store, life, history, losses, targets }: DamageParts): DamageControl {
  const isWellFormed = (number: number) => store.isPresent(number) && store.read(number).flaw === undefined;

  /** The last well-formed state before the present one that has an earlier `updated_at`. */
  function earlierState(number: number): JobState | undefined {
    const { updated } = store.read(number);
    const isEarlier = (state: JobState) => state.flaw === undefined && state.updated < updated;
    return history.states(number).findLast(({ state }) => isEarlier(state))?.state;
  }

  /** The well-formed state that a job had at a moment, where its present one differs. */
  function stateBefore(number: number, moment: number): JobState | undefined {
    const present = store.read(number);
    // Working out the history of each of a million jobs takes seconds: most show at a glance that nothing happened.
    if (present.updated <= moment && !history.hasEdits(number)) return undefined;
    const then = history.states(number).findLast(({ at }) => at <= moment)?.state;
    return then === undefined || then.flaw !== undefined || isSame(then, present) ? undefined : then;
  }

  function double(number: number): void {
    const earlier = earlierState(number);
    if (earlier !== undefined) store.double(number, earlier);
  }

  function putBack(number: number, moment: number): void {
    const state = stateBefore(number, moment);
    if (state === undefined) return;
    if (store.isDoubled(number)) store.undouble(number);
    history.edit(number, state);
    life.keepAsPutBack(number);
  }

  function bearLate(created: number): number {
    const number = life.bearLate(created);
    const { contacts } = store.read(number);
    history.edit(number, { status: "PROCESSING", contacts, flaw: undefined, updated: created });
    return number;
  }

  function updateLate(number: number, updated: number): void {
    const { status, contacts, flaw } = store.read(number);
    history.edit(number, { status, contacts: contacts + 1, flaw, updated });
  }

  function forEach(numbers: number[], change: (number: number) => void): number[] {
    for (const number of numbers) change(number);
    return numbers;
  }

  return {
    perform(damage) {
      switch (damage.type) {
        case "lose": {
          const until = life.now + (damage.for_seconds ?? Number.POSITIVE_INFINITY);
          return forEach(targets.select(damage.target, store.isPresent), (number) =>
            losses.hide(number, until),
          );
        }
        case "unhide":
          return forEach(targets.selectAmong(losses.hidden(), damage.target), losses.unhide);
        case "double":
          return forEach(
            targets.select(
              damage.target,
              (number) =>
                isWellFormed(number) && !store.isDoubled(number) && earlierState(number) !== undefined,
            ),
            double,
          );
        case "undouble":
          return forEach(
            targets.selectAmong(store.doubled().filter(store.isPresent), damage.target),
            store.undouble,
          );
        case "restore": {
          const moment = life.now - damage.seconds;
          return forEach(
            targets.select(
              damage.target,
              (number) => isWellFormed(number) && stateBefore(number, moment) !== undefined,
            ),
            (number) => putBack(number, moment),
          );
        }
        case "create-late":
          return Array.from({ length: damage.count }, () => bearLate(life.now - damage.seconds));
        case "update-late": {
          const updated = life.now - damage.seconds;
          return forEach(
            targets.select(
              damage.target,
              (number) => isWellFormed(number) && store.read(number).updated < updated,
            ),
            (number) => updateLate(number, updated),
          );
        }
      }
    },
  };
}

function isSame(a: JobState, b: JobState): boolean {
  return a.status === b.status && a.updated === b.updated && a.contacts === b.contacts;
}
