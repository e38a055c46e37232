import { createMemorySource, type Entry, type MemorySource } from "./memory-source.ts";

/** Between the creation of a job and the next, and until a job ends. */
const SECONDS_APART = 40;
const SECONDS_OF_WORK = 20;
const HOUR_SECONDS = 3_600;

/** A source that lists jobs by their numbers, from 0, a job every 40 seconds. */
export interface JobList {
  source: MemorySource;
  /** Later than all times of the jobs; in seconds since 1970. */
  end: number;
  /** What the source lists of a job in the beginning, or would list of one of another number. */
  original(job: number): Entry;
  change(job: number, changed: Partial<Entry>): void;
  remove(...jobs: number[]): void;
}

/** @param jobs at the source in the beginning; the newest is an hour old */
export function createJobList(jobs: number): JobList {
  const source = createMemorySource(() => new Date());
  const end = Math.floor(Date.now() / 1_000) - HOUR_SECONDS;
  const original = (job: number): Entry => {
    const createdAt = end - (jobs - job) * SECONDS_APART;
    return { job, createdAt, updatedAt: createdAt + SECONDS_OF_WORK, contacts: job };
  };
  source.entries = Array.from({ length: jobs }, (_, job) => original(job));
  return {
    source,
    end,
    original,
    change(job, changed) {
      source.entries = source.entries.map((entry) => (entry.job === job ? { ...entry, ...changed } : entry));
    },
    remove(...removed) {
      source.entries = source.entries.filter(({ job }) => !removed.includes(job));
    },
  };
}
