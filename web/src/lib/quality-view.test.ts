import { describe, expect, it } from "vitest";
import { changedQuery } from "./changed-query.ts";
import { parseQualityView } from "./quality-view.ts";

const parse = (search: string) => parseQualityView(new URLSearchParams(search));

describe("the view of the quality page", () => {
  it("is the newest proof and the open rejects by default", () => {
    const view = { estado: "abertos" };
    expect(parse("")).toEqual(view);
    expect(parse("prova=x&estado=y&regra=%20&rejeitados=&prova=12")).toEqual(view);
  });

  it("is read from the URL", () => {
    expect(parse("prova=12&estado=todos&regra=status_unknown&rejeitados=a&duplicados=b&exclusoes=c")).toEqual(
      {
        prova: "12",
        estado: "todos",
        regra: "status_unknown",
        rejeitados: "a",
        duplicados: "b",
        exclusoes: "c",
      },
    );
  });
});

describe("changedQuery", () => {
  it("sets and removes parameters, and keeps the others", () => {
    const params = new URLSearchParams("fuso=UTC&regra=a&rejeitados=b");
    expect(changedQuery(params, { regra: "c d", rejeitados: undefined, prova: "3" })).toBe(
      "?fuso=UTC&regra=c+d&prova=3",
    );
    expect(String(params)).toBe("fuso=UTC&regra=a&rejeitados=b");
  });
});
