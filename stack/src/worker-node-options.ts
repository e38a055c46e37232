/**
 * Sizes in MB. The worker's share of memory is mostly the garbage of pages just read, which V8 lets grow where memory is
 * plenty: with little room for it a load of any size stays below 400 MB. What it holds at a time is some 6 MB for each slice.
 */
export const WORKER_NODE_OPTIONS: readonly string[] = ["--max-semi-space-size=4", "--max-old-space-size=320"];
