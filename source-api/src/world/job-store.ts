import type { Identities } from "./identities.ts";
import type { NewJob } from "./job.ts";
import { createJobTable, type Job, type JobState } from "./job-table.ts";
import { createTimeIndex } from "./time-index.ts";

/** The jobs that exist and the two orders in which they can be read. */
export interface JobStore {
  /** How many numbers have been given out, also to jobs unborn or removed. */
  readonly size: number;
  /** How many jobs are present. */
  readonly count: number;
  add(job: NewJob): number;
  read(number: number): Job;
  isPresent(number: number): boolean;
  isGone(number: number): boolean;
  /** Gives a job a new state, once at most before {@link settle}. */
  write(number: number, state: JobState): void;
  remove(number: number): void;
  /** Puts what was written in its place; until then the orders must not be read. */
  settle(): void;
  /** Numbers in the order (created, id). */
  byCreation(skip: number, take: number): number[];
  /** Numbers of jobs updated at or after `since` (seconds since 1970), in the order (updated, id). */
  byUpdate(since: number, skip: number, take: number): number[];
  countUpdatedSince(since: number): number;
}

export function createJobStore(identities: Identities, expectedJobs: number): JobStore {
  const table = createJobTable(expectedJobs);

  function createIndex(timeOf: (number: number) => number) {
    return createTimeIndex((key) => {
      const number = identities.number(key);
      return table.isPresent(number) ? timeOf(number) : undefined;
    });
  }
  const created = createIndex(table.created);
  const updated = createIndex(table.updated);
  let born: number[] = [];
  let moved: number[] = [];

  const numbers = (keys: number[]) => keys.map(identities.number);

  return {
    get size() {
      return table.size;
    },
    get count() {
      return created.size;
    },
    add: table.add,
    read: table.read,
    isPresent: table.isPresent,
    isGone: table.isGone,

    write(number, state) {
      const key = identities.key(number);
      if (table.isPresent(number)) updated.vacate(table.updated(number), key);
      else born.push(key);
      moved.push(key);
      table.write(number, state);
    },

    remove(number) {
      const key = identities.key(number);
      table.remove(number);
      created.vacate(table.created(number), key);
      updated.vacate(table.updated(number), key);
    },

    settle() {
      if (born.length > 0) created.place(born);
      if (moved.length > 0) updated.place(moved);
      born = [];
      moved = [];
    },

    byCreation: (skip, take) => numbers(created.slice(0, skip, take)),
    byUpdate: (since, skip, take) => numbers(updated.slice(since, skip, take)),
    countUpdatedSince: updated.countFrom,
  };
}
