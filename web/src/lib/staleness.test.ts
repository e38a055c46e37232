import { expect, it } from "vitest";
import { staleness } from "./staleness.ts";

const failure = { part: "warehouse", status: 503, detail: "Down.", requestId: "id" } as const;

it("is that of the first reading that shows old data", () => {
  const old = { failure, readAt: 1, failingSince: 2 };
  expect(staleness({ readAt: 3 }, old)).toEqual({ part: "warehouse", readAt: 1, since: 2 });
});

it("is undefined if all is new, or if there is no data", () => {
  expect(staleness({ readAt: 3 }, {})).toBeUndefined();
  expect(staleness({ failure, failingSince: 2 })).toBeUndefined();
});
