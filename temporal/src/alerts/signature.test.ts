import fc from "fast-check";
import Stripe from "stripe";
import { expect, test } from "vitest";
import { sign } from "./signature.ts";

const { webhooks } = new Stripe("sk_test_unused");
const TOLERANCE_SECONDS = 300;

test("Stripe's library accepts every signed body, and no other body, secret or time", () => {
  fc.assert(
    fc.property(fc.record({ id: fc.string(), text: fc.string({ unit: "grapheme" }) }), (event) => {
      const body = JSON.stringify(event);
      const header = sign(body, "a-secret-of-tests", new Date());
      expect(webhooks.constructEvent(body, header, "a-secret-of-tests")).toEqual(event);
      expect(() => webhooks.constructEvent(`${body} `, header, "a-secret-of-tests")).toThrow(/signature/i);
      expect(() => webhooks.constructEvent(body, header, "another-secret")).toThrow(/signature/i);
    }),
  );
});

test("an old message cannot be replayed", () => {
  const sent = new Date(Date.now() - 2 * TOLERANCE_SECONDS * 1_000);
  const header = sign("{}", "a-secret-of-tests", sent);
  expect(() => webhooks.constructEvent("{}", header, "a-secret-of-tests", TOLERANCE_SECONDS)).toThrow(
    /tolerance/,
  );
});
