import fc from "fast-check";
import { expect, it } from "vitest";
import { formatTimestamp } from "./timestamp.ts";

it("writes what toISOString writes, without the milliseconds", () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 32 - 1 }), (seconds) => {
      const expected = new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
      expect(formatTimestamp(seconds)).toBe(expected);
    }),
  );
});
