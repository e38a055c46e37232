import type { JobPlanner } from "./job-plan.ts";
import type { JobStore } from "./job-store.ts";
import type { JobState } from "./job-table.ts";
import type { Simulation } from "./simulation.ts";

/** What jobs have been: by their plans, which tell it at any time, and by what else was done to them. */
export interface History {
  /** Gives a job a state that its plan does not tell, now. */
  edit(number: number, state: JobState): void;
  hasEdits(number: number): boolean;
  /** Every state that a job has had, the oldest first. */
  states(number: number): PastState[];
}

export interface PastState {
  /** When the state began, in seconds since 1970: later than its `updated_at` where that came late or was put back. */
  readonly at: number;
  readonly state: JobState;
}

export interface HistoryParts {
  readonly store: JobStore;
  readonly simulation: Simulation;
  readonly planner: JobPlanner;
}

export function createHistory({ store, simulation, planner }: HistoryParts): History {
  const editsByJob = new Map<number, PastState[]>();

  function record(number: number, edit: PastState): void {
    const edits = editsByJob.get(number);
    if (edits === undefined) editsByJob.set(number, [edit]);
    else edits.push(edit);
  }

  /** What the plan of a job has done so far; a natural state leaves the contacts as they are. */
  function naturalStates(number: number) {
    return simulation
      .transitions(number)
      .filter(({ at }) => at <= simulation.now)
      .map(({ at, status }) => ({
        at,
        state: { status, updated: at, contacts: undefined, flaw: undefined },
      }));
  }

  return {
    edit(number, state) {
      store.write(number, state);
      record(number, { at: simulation.now, state });
    },

    hasEdits: (number) => editsByJob.has(number),

    states(number) {
      let { contacts } = planner.draw(number, store.read(number).created);
      return [...naturalStates(number), ...(editsByJob.get(number) ?? [])]
        .toSorted((a, b) => a.at - b.at)
        .map(({ at, state }) => {
          contacts = state.contacts ?? contacts;
          return { at, state: { ...state, contacts } };
        });
    },
  };
}
