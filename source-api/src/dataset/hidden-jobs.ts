import type { JobStore } from "./job-store.ts";

/** Hidden jobs and the end of their hiding. */
export interface HiddenJobs {
  /** @param until when the job is listed again by itself, in seconds since 1970; infinity for never. */
  hide(number: number, until: number): void;
  unhide(number: number): void;
  /** The hidden jobs, those that were hidden first in front. */
  hidden(): number[];
  /** Lists the jobs again that are hidden until `now` or earlier. */
  showThoseDue(now: number): void;
}

export function createHiddenJobs(store: JobStore): HiddenJobs {
  const untilByJob = new Map<number, number>();
  /** The earliest end, or earlier: most of the time nothing is due, and that must be quick to see. */
  let nextEnd = Number.POSITIVE_INFINITY;

  function unhide(number: number): void {
    untilByJob.delete(number);
    store.unhide(number);
  }

  return {
    hide(number, until) {
      store.hide(number);
      untilByJob.set(number, until);
      nextEnd = Math.min(nextEnd, until);
    },

    unhide,
    hidden: () => [...untilByJob.keys()],

    showThoseDue(now) {
      if (nextEnd > now) return;
      for (const [number, until] of untilByJob) if (until <= now) unhide(number);
      nextEnd = [...untilByJob.values()].reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
      store.settle();
    },
  };
}
