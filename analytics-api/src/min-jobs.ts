/** Below this number of finished jobs no rate or percentile is drawn or judged: the 95th percentile of fewer jobs is only the longest. */
export const MIN_JOBS = 20;
