import fc from "fast-check";
import { expect, it } from "vitest";
import { createMergedOrder } from "./merged-order.ts";
import { createTimeIndex } from "./time-index.ts";

function indexOf(seconds: ReadonlyMap<number, number>) {
  const index = createTimeIndex((key) => seconds.get(key));
  index.place([...seconds.keys()]);
  return index;
}

function sorted(main: ReadonlyMap<number, number>, second: ReadonlyMap<number, number>) {
  const entries = [
    ...[...second].map(([key, seconds]) => ({ seconds, key, isSecond: true })),
    ...[...main].map(([key, seconds]) => ({ seconds, key, isSecond: false })),
  ];
  return entries.toSorted(
    (a, b) => a.seconds - b.seconds || a.key - b.key || Number(b.isSecond) - Number(a.isSecond),
  );
}

const at = fc.nat({ max: 30 });
const times = fc
  .array(fc.tuple(fc.nat({ max: 60 }), at), { maxLength: 60 })
  .map((entries) => new Map(entries));
const place = fc.nat({ max: 130 });

it("reads like one sorted list, from anywhere", () => {
  fc.assert(
    fc.property(times, times, at, place, place, (main, second, from, skip, take) => {
      const order = createMergedOrder(indexOf(main), indexOf(second));
      const expected = sorted(main, second).filter(({ seconds }) => seconds >= from);
      expect(order.countFrom(from)).toBe(expected.length);
      expect(order.slice(from, skip, take)).toEqual(expected.slice(skip, skip + take));
    }),
    { numRuns: 500 },
  );
});

it("reads like one sorted list over many chunks", () => {
  const spread = (count: number, stride: number) =>
    new Map(Array.from({ length: count }, (_, n) => [n, (n * stride) % 4001]));
  const [main, second] = [spread(5000, 7919), spread(3000, 31)];
  const order = createMergedOrder(indexOf(main), indexOf(second));
  for (const from of [0, 1000, 3999]) {
    const expected = sorted(main, second).filter(({ seconds }) => seconds >= from);
    for (const skip of [0, 1, 1023, 1024, 2048, 5000, 7950])
      expect(order.slice(from, skip, 100)).toEqual(expected.slice(skip, skip + 100));
  }
});
