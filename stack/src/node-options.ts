/** The same as in docker-compose.yml; sizes in MB. */

/**
 * The worker's memory is mostly garbage of pages that were read, which V8 lets grow if memory is available; live data is some
 * 6 MB per slice. V8 does not collect the old space until it reaches the initial size: with 64 MB a dozen loads of 100,000 stay
 * below 300 MB, with 128 MB they took 362. The maximum leaves room for pages with unusually large records.
 */
export const WORKER_NODE_OPTIONS: readonly string[] = [
  "--max-semi-space-size=4",
  "--initial-old-space-size=64",
  "--max-old-space-size=320",
];

/**
 * Room for the young objects of several answers. With 4 MB the longest answers took 10 % more time, because their objects
 * survived collections. With 32 MB no answer was faster, and the process used 280 MB instead of 230.
 */
export const ANALYTICS_API_NODE_OPTIONS: readonly string[] = ["--max-semi-space-size=16"];
