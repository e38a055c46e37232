import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createIdentities, keyIn } from "./identities.ts";

const seed = fc.nat({ max: 2 ** 32 - 1 });
const number = fc.nat({ max: 10_000_000 });

describe("createIdentities", () => {
  it("leads from a number to its id and back, and every id is a version 4 UUID", () => {
    fc.assert(
      fc.property(seed, number, (seed, number) => {
        const identities = createIdentities(seed);
        const id = identities.uuid(identities.key(number));
        expect(z.uuidv4().safeParse(id).success).toBe(true);
        expect(identities.number(keyIn(id))).toBe(number);
      }),
    );
  });

  it("has ids that sort like their keys", () => {
    fc.assert(
      fc.property(seed, number, number, (seed, one, other) => {
        const identities = createIdentities(seed);
        const [a, b] = [identities.key(one), identities.key(other)];
        expect(identities.uuid(a) < identities.uuid(b)).toBe(a < b);
      }),
    );
  });
});

describe("keyIn", () => {
  it.each(["", "nonsense", "12345678", "zzzzzzzz-0000-4000-8000-000000000000"])(
    "finds none in %j",
    (text) => {
      expect(keyIn(text)).toBeNaN();
    },
  );
});
