import { expect, test } from "vitest";
import { rawRecord } from "../../testing/raw-record.ts";
import { observedTimes } from "./observed-times.ts";

const now = new Date("2026-01-05T12:00:00Z");
const since = new Date("2026-01-05T11:00:00Z");

test("only times that may steer a cursor are kept", () => {
  const records = [
    { updated_at: "2026-01-05T11:00:00Z" },
    { updated_at: "2026-01-05T08:30:00-03:00" },
    { updated_at: "2026-01-05T10:59:59Z" },
    { updated_at: "2026-01-07T12:00:00Z" },
    { updated_at: "yesterday" },
    { updated_at: 5 },
    "no record",
    null,
  ].map((record) => rawRecord(JSON.stringify(record)));
  expect(observedTimes(records, since, now)).toEqual([since, new Date("2026-01-05T11:30:00Z")]);
});
