/** What the CLI's exit codes mean; shown by --help. */
export const EXIT = {
  done: 0,
  /** The run failed or is incomplete; `status`: the pipeline is not healthy; `alerts test`: a receiver failed. */
  unhealthy: 1,
  /** The command or its environment is wrong, or its question was answered no. */
  usage: 2,
  /** Another run is active. */
  busy: 3,
} as const;

export const EXIT_CODES_HELP = `
Exit codes: 0 done, also with findings; 1 the run failed or is incomplete, the pipeline is not healthy, or a receiver of alerts failed; 2 wrong usage or
environment, or not confirmed; 3 another run is active.`;
