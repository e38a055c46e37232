import { expect, it } from "vitest";
import { parseRunFilters, withRunFilter } from "./run-filters.ts";

const parse = (query: string) => parseRunFilters(new URLSearchParams(query));

it("reads several values of each filter, in display order", () => {
  expect(parse("outcome=failed&outcome=running&kind=prove&kind=")).toEqual({
    filters: { outcome: ["running", "failed"], kind: ["prove"], trigger: [] },
    problems: {},
  });
});

it("reports unknown values and keeps the others", () => {
  expect(parse("trigger=api&trigger=cron&trigger=magic")).toEqual({
    filters: { outcome: [], kind: [], trigger: ["api"] },
    problems: { trigger: "cron, magic" },
  });
});

it("replaces a filter, keeps other parameters and returns to the first page", () => {
  const params = new URLSearchParams("fuso=UTC&outcome=failed&kind=prove&cursor=abc");
  expect(withRunFilter(params, "outcome", ["running", "canceled"])).toBe(
    "?fuso=UTC&kind=prove&outcome=running&outcome=canceled",
  );
  expect(withRunFilter(params, "outcome", [])).toBe("?fuso=UTC&kind=prove");
});
