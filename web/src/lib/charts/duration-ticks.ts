/** Seconds that people count in. */
const STEPS = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800,
  3_600, 7_200, 14_400, 21_600, 43_200, 86_400,
];

const MAX_STEPS = 6;
const DAY = 86_400;

/** Round durations from 0 to `max`, in seconds: one more than `MAX_STEPS` at most. */
export function durationTicks(max: number): number[] {
  const step = STEPS.find((step) => max / step <= MAX_STEPS) ?? DAY * Math.ceil(max / DAY / MAX_STEPS);
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, index) => index * step);
}
