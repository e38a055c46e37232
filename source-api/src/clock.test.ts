import { describe, expect, it } from "vitest";
import { type ClockState, createClock } from "./clock.ts";

function setUp(speed: number) {
  let real = 1_000_000;
  const recorded: ClockState[] = [];
  const clock = createClock(
    () => real,
    { real, shown: 5_000_000, speed },
    (state) => recorded.push(state),
  );
  const pass = (milliseconds: number) => {
    real += milliseconds;
  };
  return { clock, recorded, pass };
}

describe("createClock", () => {
  it("runs from what it shows at first, at its speed", () => {
    const { clock, pass } = setUp(60);
    pass(1000);
    expect(clock.now()).toBe(5_060_000);
  });

  it("stands still at speed 0", () => {
    const { clock, pass } = setUp(0);
    pass(1000);
    expect(clock.now()).toBe(5_000_000);
  });

  it("goes on from where it is when only its speed changes", () => {
    const { clock, pass } = setUp(1);
    pass(1000);
    clock.set({ speed: 10 });
    pass(1000);
    expect(clock.now()).toBe(5_011_000);
    expect(clock.speed).toBe(10);
  });

  it("keeps its speed when only the time is set, and tells what it was set to", () => {
    const { clock, recorded, pass } = setUp(2);
    pass(500);
    clock.set({ now: 9_000_000 });
    pass(500);
    expect(clock.now()).toBe(9_001_000);
    expect(recorded).toEqual([{ real: 1_000_500, shown: 9_000_000, speed: 2 }]);
  });
});
