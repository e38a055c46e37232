/** The world's time: real time, or set apart from it and running faster, slower or not at all. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** World seconds per real second; 0 stands still. */
  readonly speed: number;
  set(change: ClockChange): void;
}

export interface ClockChange {
  /** Milliseconds since 1970; without it time goes on from where it is. */
  readonly now?: number | undefined;
  readonly speed?: number | undefined;
}

/** @param realNow real time in milliseconds since 1970. */
export function createClock(realNow: () => number, initially: ClockChange = {}): Clock {
  let realReference = realNow();
  let reference = initially.now ?? realReference;
  let speed = initially.speed ?? 1;

  const now = () => reference + (realNow() - realReference) * speed;

  return {
    now,
    get speed() {
      return speed;
    },
    set(change) {
      reference = change.now ?? now();
      realReference = realNow();
      speed = change.speed ?? speed;
    },
  };
}
