/** As docker-compose.yml has them; sizes in MB. */

/**
 * The worker's share of memory is mostly the garbage of pages just read, which V8 lets grow where memory is plenty. What it
 * holds at a time is some 6 MB for each slice. Until its old space has grown to the initial size V8 does not clean it up: with
 * 64 MB a dozen loads of 100,000 stay below 300 MB, with 128 they took 362. The largest size is for pages of unusual records.
 */
export const WORKER_NODE_OPTIONS: readonly string[] = [
  "--max-semi-space-size=4",
  "--initial-old-space-size=64",
  "--max-old-space-size=320",
];

/**
 * Room for the young objects of some answers: with 4 MB the longest ones took a tenth more, for they outlived collections; with
 * 32 MB no answer was faster, and the process held 280 MB instead of 230.
 */
export const ANALYTICS_API_NODE_OPTIONS: readonly string[] = ["--max-semi-space-size=16"];
