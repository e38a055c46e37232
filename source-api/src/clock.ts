import { z } from "zod";

/** Where the dataset's clock stood at a moment of real time, and how it has run since. */
export const clockStateSchema = z.object({
  /** Real time, in milliseconds since 1970. */
  real: z.number(),
  /** What the clock showed then, in milliseconds since 1970. */
  shown: z.number(),
  /** Simulated seconds per real second; 0 stands still. */
  speed: z.number().min(0),
});
export type ClockState = z.infer<typeof clockStateSchema>;

/** The dataset's time: real time, or set apart from it and running faster, slower or not at all. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  readonly speed: number;
  set(change: { now?: number | undefined; speed?: number | undefined }): void;
}

/**
 * @param realNow real time in milliseconds since 1970.
 * @param record is told each state that the clock is set to.
 */
export function createClock(
  realNow: () => number,
  initially: ClockState,
  record: (state: ClockState) => void,
): Clock {
  let state = initially;
  const now = () => state.shown + (realNow() - state.real) * state.speed;

  return {
    now,
    get speed() {
      return state.speed;
    },
    set(change) {
      state = { real: realNow(), shown: change.now ?? now(), speed: change.speed ?? state.speed };
      record(state);
    },
  };
}
