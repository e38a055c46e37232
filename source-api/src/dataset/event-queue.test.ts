import fc from "fast-check";
import { expect, it } from "vitest";
import { createEventQueue } from "./event-queue.ts";

it("gives back each job once, by its minute and not before", () => {
  const filed = fc.array(fc.nat({ max: 10_000 }), { maxLength: 50 });
  fc.assert(
    fc.property(filed, fc.array(fc.nat({ max: 12_000 })), (times, moments) => {
      const queue = createEventQueue();
      for (const [job, seconds] of times.entries()) queue.file(seconds, job);
      const taken = new Set<number>();
      for (const moment of moments.toSorted((a, b) => a - b)) {
        for (const job of queue.takeUntil(moment)) {
          expect(taken.has(job)).toBe(false);
          taken.add(job);
        }
        const due = times.flatMap((seconds, job) =>
          Math.floor(seconds / 60) <= Math.floor(moment / 60) ? [job] : [],
        );
        expect(taken).toEqual(new Set(due));
      }
    }),
  );
});

it("takes what is filed for a minute already taken", () => {
  const queue = createEventQueue();
  expect(queue.takeUntil(130)).toEqual([]);
  queue.file(150, 1);
  expect(queue.takeUntil(140)).toEqual([1]);
  expect(queue.takeUntil(1000)).toEqual([]);
});
