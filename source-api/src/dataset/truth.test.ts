import fc from "fast-check";
import { expect, it } from "vitest";
import { STATUSES } from "./job.ts";
import { tally } from "./truth.ts";

const record = fc.record({
  id: fc.uuid({ version: 4 }),
  status: fc.constantFrom(...STATUSES),
  contacts: fc.nat({ max: 10_000 }),
  updatedAt: fc.constantFrom<string>("2026-11-24T12:00:00Z", "2026-11-24T12:00:01Z"),
});

it("counts, sums and digests as its definition says", () => {
  // The first twelve digits of md5("f47ac10b-58cc-4372-a567-0e02b2c3d479|COMPLETED|2025-11-15T14:35:22Z").
  const first = 0x6c80be55e546n;
  // And of md5("e6bb64bf-46e4-410d-8406-c61e267ea607|FAILED|2025-11-15T14:35:22Z").
  const second = 0x5ecf0fda930an;
  const updatedAt = "2025-11-15T14:35:22Z";
  expect(
    tally([
      { id: "f47ac10b-58cc-4372-a567-0e02b2c3d479", status: "COMPLETED", contacts: 1500, updatedAt },
      { id: "e6bb64bf-46e4-410d-8406-c61e267ea607", status: "FAILED", contacts: 20, updatedAt },
    ]),
  ).toEqual({
    count: 2,
    total_contacts: 1520,
    by_status: { PROCESSING: 0, COMPLETED: 1, FAILED: 1, CANCELED: 0 },
    digest: (first + second).toString(),
  });
});

it("does not depend on order, and notices any one record missing, doubled or changed", () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1 }), fc.nat(), (records, n) => {
      const whole = tally(records).digest;
      expect(tally(records.toReversed()).digest).toBe(whole);
      const place = n % records.length;
      const chosen = records.slice(place, place + 1);
      expect(tally(records.toSpliced(place, 1)).digest).not.toBe(whole);
      expect(tally([...records, ...chosen]).digest).not.toBe(whole);
      const changed = records.with(place, {
        id: "another",
        status: "FAILED",
        contacts: 1,
        updatedAt: "later",
      });
      expect(tally(changed).digest).not.toBe(whole);
    }),
  );
});
