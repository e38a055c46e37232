import { createMemorySource, type Entry, type MemorySource } from "./memory-source.ts";

/** Seconds from one creation to the next, and from the creation of a job to its update. */
const SECONDS_APART = 40;
const SECONDS_OF_WORK = 20;
const HOUR_SECONDS = 3_600;

/** A source with a job every 40 seconds, numbered from 0. */
export interface JobList {
  source: MemorySource;
  /** A time after all jobs, in seconds since 1970. */
  end: number;
  /** The first entry of a job. Other numbers have one too, before or after the list. */
  original(job: number): Entry;
  change(job: number, changed: Partial<Entry>): void;
  remove(...jobs: number[]): void;
}

/** @param jobs the number of jobs; the newest is an hour old */
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
