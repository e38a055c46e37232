/** Jobs with a pending event, by the minute of the event. */
export interface EventQueue {
  file(seconds: number, job: number): void;
  /** Takes out every job filed up to and including the minute of `seconds`, some possibly a little early. */
  takeUntil(seconds: number): number[];
}

export function createEventQueue(): EventQueue {
  const jobsByMinute = new Map<number, number[]>();
  let next = Number.POSITIVE_INFINITY;

  return {
    file(seconds, job) {
      const minute = Math.floor(seconds / 60);
      const jobs = jobsByMinute.get(minute);
      if (jobs === undefined) jobsByMinute.set(minute, [job]);
      else jobs.push(job);
      next = Math.min(next, minute);
    },

    takeUntil(seconds) {
      const last = Math.floor(seconds / 60);
      const taken: number[] = [];
      for (; next <= last; next++) {
        for (const job of jobsByMinute.get(next) ?? []) taken.push(job);
        jobsByMinute.delete(next);
      }
      return taken;
    },
  };
}
