import type { Identities } from "./identities.ts";
import type { NewJob } from "./job.ts";
import { createJobTable, type Job, type JobState } from "./job-table.ts";
import { createListing } from "./listing.ts";
import { createMergedOrder, type MergedEntry } from "./merged-order.ts";

/** The jobs that exist and the two orders in which they can be read. */
export interface JobStore {
  /** How many numbers have been given out, also to jobs unborn, hidden or removed. */
  readonly size: number;
  /** How many jobs are present. */
  readonly count: number;
  /** How many of them are listed twice. */
  readonly doubledCount: number;
  add(job: NewJob): number;
  read(number: number): Job;
  /** True for a job that is listed. */
  isPresent(number: number): boolean;
  isHidden(number: number): boolean;
  isGone(number: number): boolean;
  /** Gives a job a new state, once at most before {@link settle}. */
  write(number: number, state: JobState): void;
  /** Lists a job no longer; it can still be written. */
  hide(number: number): void;
  unhide(number: number): void;
  remove(number: number): void;
  /** Lists an earlier state of a job beside its present one, until {@link undouble}. */
  double(number: number, earlier: JobState): void;
  undouble(number: number): void;
  isDoubled(number: number): boolean;
  /** The numbers of jobs that have an entry beside their own, those that are hidden too. */
  doubled(): number[];
  /** Puts what was changed in its place; until then the orders must not be read. */
  settle(): void;
  /** Entries in the order (created, id). */
  byCreation(skip: number, take: number): ListedJob[];
  /** Entries updated at or after `since` (seconds since 1970), in the order (updated, id). */
  byUpdate(since: number, skip: number, take: number): ListedJob[];
  countUpdatedSince(since: number): number;
}

/** A job as one of its entries shows it. */
export interface ListedJob {
  readonly number: number;
  readonly job: Job;
}

export function createJobStore(identities: Identities, expectedJobs: number): JobStore {
  const table = createJobTable(expectedJobs);
  const earlierStates = new Map<number, JobState>();

  const own = createListing(identities, {
    created: (number) => (table.isPresent(number) ? table.created(number) : undefined),
    updated: (number) => (table.isPresent(number) ? table.updated(number) : undefined),
  });
  const second = createListing(identities, {
    created: (number) => (isListedTwice(number) ? table.created(number) : undefined),
    updated: (number) => (table.isPresent(number) ? earlierStates.get(number)?.updated : undefined),
  });
  const created = createMergedOrder(own.created, second.created);
  const updated = createMergedOrder(own.updated, second.updated);

  function isListedTwice(number: number): boolean {
    return earlierStates.has(number) && table.isPresent(number);
  }

  function listed({ key, isSecond }: MergedEntry): ListedJob {
    const number = identities.number(key);
    const job = table.read(number);
    return { number, job: isSecond ? { ...job, ...earlierStates.get(number) } : job };
  }

  return {
    get size() {
      return table.size;
    },
    get count() {
      return own.created.size;
    },
    get doubledCount() {
      return second.created.size;
    },
    add: table.add,
    read: table.read,
    isPresent: table.isPresent,
    isHidden: table.isHidden,
    isGone: table.isGone,

    write(number, state) {
      if (table.isPresent(number)) own.move(number);
      else if (!table.isHidden(number)) own.enter(number);
      table.write(number, state);
    },

    hide(number) {
      own.leave(number);
      second.leave(number);
      table.hide(number);
    },

    unhide(number) {
      table.unhide(number);
      own.enter(number);
      if (earlierStates.has(number)) second.enter(number);
    },

    remove(number) {
      own.leave(number);
      second.leave(number);
      earlierStates.delete(number);
      table.remove(number);
    },

    double(number, earlier) {
      earlierStates.set(number, earlier);
      second.enter(number);
    },

    undouble(number) {
      second.leave(number);
      earlierStates.delete(number);
    },

    isDoubled: (number) => earlierStates.has(number),
    doubled: () => [...earlierStates.keys()],

    settle() {
      own.settle();
      second.settle();
    },

    byCreation: (skip, take) => created.slice(0, skip, take).map(listed),
    byUpdate: (since, skip, take) => updated.slice(since, skip, take).map(listed),
    countUpdatedSince: updated.countFrom,
  };
}
