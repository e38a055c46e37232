import type { Arrivals } from "./arrivals.ts";
import { createEventQueue } from "./event-queue.ts";
import type { JobPlanner, Transition } from "./job-plan.ts";
import type { JobStore } from "./job-store.ts";

/** Simulates jobs: they arrive, run and end, and some failed ones run again. */
export interface Simulation {
  /** The second, since 1970, up to which everything has happened. */
  readonly now: number;
  /** Lets everything happen up to `seconds`; the past stays as it is. */
  advanceTo(seconds: number): void;
  /** Adds a job that arrives now, beyond the natural ones, and returns its number. */
  add(): number;
  /** Adds a job of an earlier time whose plan begins now. Nobody can see it before it is given a state. */
  addBackdated(created: number): number;
  /** Adds a job without a plan, which nobody can see before it is given a state. */
  addWithoutPlan(): number;
  /** What a job's plan does to it, in order, from its birth on. */
  transitions(number: number): Transition[];
  /** Lets a job stay as it was put back: what its plan has done so far is not done again, what is yet to come is. */
  keepRestoredState(number: number): void;
}

export interface SimulationParts {
  readonly store: JobStore;
  readonly arrivals: Arrivals;
  readonly planner: JobPlanner;
}

export function createSimulation({ store, arrivals, planner }: SimulationParts): Simulation {
  const queue = createEventQueue();
  const backdated = new Map<number, number>();
  const withoutPlan = new Set<number>();
  const putBack = new Map<number, number>();
  let nextHour = arrivals.firstHour;
  let now = 0;

  function transitions(number: number): Transition[] {
    if (withoutPlan.has(number)) return [];
    const visible = backdated.get(number);
    if (visible === undefined) return planner.transitions(number, store.read(number).created);
    // Whoever asked for its late birth gave it the first state.
    return planner.transitions(number, visible).slice(1);
  }

  /** Brings a job to where its plan has it now, and files what comes next. */
  function applyPlan(number: number): void {
    if (store.isGone(number)) return;
    const { updated, contacts } = store.read(number);
    const plan = transitions(number);
    const last = plan.findLast(({ at }) => at <= now);
    // A job that somebody touched or put back after its last transition stays as it was left.
    if (last !== undefined && last.at > Math.max(updated, putBack.get(number) ?? 0))
      store.write(number, { status: last.status, updated: last.at, contacts, flaw: undefined });
    const next = plan.find(({ at }) => at > now);
    if (next !== undefined) queue.file(next.at, number);
  }

  function draw(created: number): number {
    return store.add(planner.draw(store.size, created));
  }

  return {
    get now() {
      return now;
    },

    advanceTo(seconds) {
      if (seconds <= now) return;
      now = seconds;
      for (const number of queue.takeUntil(now)) applyPlan(number);
      for (; arrivals.beginning(nextHour) <= now; nextHour++)
        for (const created of arrivals.during(nextHour)) applyPlan(draw(created));
      store.settle();
    },

    add() {
      const number = draw(now);
      applyPlan(number);
      return number;
    },

    addBackdated(created) {
      const number = draw(created);
      backdated.set(number, now);
      applyPlan(number);
      return number;
    },

    addWithoutPlan() {
      const number = draw(now);
      withoutPlan.add(number);
      return number;
    },

    transitions,

    keepRestoredState(number) {
      putBack.set(number, now);
    },
  };
}
