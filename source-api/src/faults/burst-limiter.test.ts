import { expect, it } from "vitest";
import { createBurstLimiter } from "./burst-limiter.ts";

it("admits so many in each window", () => {
  const { admit } = createBurstLimiter();
  const limit = { requests: 2, seconds: 10 };
  const at = (seconds: number) => admit(seconds * 1000, limit);
  expect([at(3), at(5), at(12.999), at(13), at(14), at(15), at(35)]).toEqual([
    true,
    true,
    false,
    true,
    true,
    false,
    true,
  ]);
});

it("admits everyone without a limit, and counts nobody then", () => {
  const { admit } = createBurstLimiter();
  expect(Array.from({ length: 5 }, () => admit(0, { requests: 0, seconds: 10 }))).not.toContain(false);
  expect(admit(0, { requests: 1, seconds: 10 })).toBe(true);
});
