import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandomStream, drawUnit, mix32, unmix32 } from "./random.ts";

const uint32 = fc.nat({ max: 2 ** 32 - 1 });

describe("mix32", () => {
  it("is undone by unmix32, whatever the number", () => {
    fc.assert(
      fc.property(uint32, (number) => {
        expect(unmix32(mix32(number))).toBe(number);
        expect(mix32(unmix32(number))).toBe(number);
      }),
    );
  });
});

describe("drawUnit", () => {
  it("gives the same fraction for the same arguments", () => {
    fc.assert(
      fc.property(uint32, uint32, fc.nat(300), (seed, subject, purpose) => {
        const drawn = drawUnit(seed, subject, purpose);
        expect(drawn).toBeGreaterThanOrEqual(0);
        expect(drawn).toBeLessThan(1);
        expect(drawUnit(seed, subject, purpose)).toBe(drawn);
      }),
    );
  });

  it("spreads evenly over subjects and over purposes", () => {
    const subjects = Array.from({ length: 20_000 }, (_, subject) => drawUnit(42, subject, 1));
    const purposes = Array.from({ length: 20_000 }, (_, purpose) => drawUnit(42, 1, purpose));
    for (const draws of [subjects, purposes]) {
      for (let tenth = 0; tenth < 10; tenth++) {
        const inside = draws.filter((draw) => Math.floor(draw * 10) === tenth).length;
        expect(inside).toBeGreaterThan(1800);
        expect(inside).toBeLessThan(2200);
      }
    }
  });
});

describe("createRandomStream", () => {
  it("repeats itself for one seed and differs for another", () => {
    const take = (seed: number) => {
      const random = createRandomStream(seed);
      return Array.from({ length: 20 }, random);
    };
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
    expect(new Set(take(7)).size).toBe(20);
  });
});
