import { createAgenda } from "./agenda.ts";
import type { Arrivals } from "./arrivals.ts";
import type { JobPlanner } from "./job-plan.ts";
import type { JobStore } from "./job-store.ts";

/** The natural course of things: jobs arrive, run, end, and some that failed are run again. */
export interface Life {
  /** The second, since 1970, up to which everything has happened. */
  readonly now: number;
  /** Lets everything happen up to `seconds`; the past stays as it is. */
  advanceTo(seconds: number): void;
  /** Adds a job that arrives now, beyond the natural ones, and returns its number. */
  bear(): number;
}

export interface LifeParts {
  readonly store: JobStore;
  readonly arrivals: Arrivals;
  readonly planner: JobPlanner;
}

export function createLife({ store, arrivals, planner }: LifeParts): Life {
  const agenda = createAgenda();
  let nextHour = arrivals.firstHour;
  let now = 0;

  /** Brings a job to where its plan has it now, and files what comes next. */
  function follow(number: number): void {
    if (store.isGone(number)) return;
    const job = store.read(number);
    const transitions = planner.transitions(number, job.created);
    const last = transitions.findLast(({ at }) => at <= now);
    // A job that somebody touched after its last transition stays as it was left.
    if (last !== undefined && last.at > job.updated)
      store.write(number, { status: last.status, updated: last.at, contacts: job.contacts, flaw: undefined });
    const next = transitions.find(({ at }) => at > now);
    if (next !== undefined) agenda.file(next.at, number);
  }

  function conceive(created: number): number {
    return store.add(planner.conceive(store.size, created));
  }

  return {
    get now() {
      return now;
    },

    advanceTo(seconds) {
      if (seconds <= now) return;
      now = seconds;
      for (const number of agenda.takeUntil(now)) follow(number);
      for (; arrivals.beginning(nextHour) <= now; nextHour++)
        for (const created of arrivals.during(nextHour)) follow(conceive(created));
      store.settle();
    },

    bear() {
      const number = conceive(now);
      follow(number);
      return number;
    },
  };
}
