/** As docker-compose.yml has them; sizes in MB. */

/**
 * The worker's share of memory is mostly the garbage of pages just read, which V8 lets grow where memory is plenty: with
 * little room for it a load of any size stays below 400 MB. What it holds at a time is some 6 MB for each slice. Until its old
 * space has grown to the initial size V8 does not clean it up, which else took 5 % of a load's time.
 */
export const WORKER_NODE_OPTIONS: readonly string[] = [
  "--max-semi-space-size=4",
  "--initial-old-space-size=128",
  "--max-old-space-size=320",
];

/**
 * Room for the young objects of some answers: with 4 MB the longest ones took a tenth more, for they outlived collections; with
 * 32 MB no answer was faster, and the process held 280 MB instead of 230.
 */
export const ANALYTICS_API_NODE_OPTIONS: readonly string[] = ["--max-semi-space-size=16"];
