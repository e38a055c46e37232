import fc from "fast-check";
import { expect, it } from "vitest";
import { formatApiKey, generateSecret, hashSecret, isSecretOf, parseApiKey } from "./api-key.ts";

it("parses a formatted key", () => {
  fc.assert(
    fc.property(fc.nat(), (keyId) => {
      const secret = generateSecret();
      expect(parseApiKey(formatApiKey(keyId, secret))).toEqual({ keyId, secret });
    }),
  );
});

it("matches a hash with its own secret only", () => {
  const [one, other] = [generateSecret(), generateSecret()];
  expect(isSecretOf(hashSecret(one), one)).toBe(true);
  expect(isSecretOf(hashSecret(one), other)).toBe(false);
  expect(hashSecret(one)).not.toContain(one);
});

it.each(["", "em_1_", "em_x_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "em_1_short", "Bearer em_1_x"])(
  "does not parse %j",
  (text) => {
    expect(parseApiKey(text)).toBeUndefined();
  },
);
