import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultFilters } from "./filters.ts";
import { type Listing, listingQuery, parseListing, sortedBy, sorts } from "./listing.ts";

const listing: fc.Arbitrary<Listing> = fc.record({
  busca: fc.option(fc.stringMatching(/^[^\s](.*[^\s])?$/), { nil: undefined }),
  ordenar: fc.constantFrom(...sorts),
  ordem: fc.constantFrom("asc", "desc"),
  cursor: fc.option(fc.base64String({ minLength: 1 }), { nil: undefined }),
});

const plain: Listing = { busca: undefined, ordenar: "data_criacao", ordem: "desc", cursor: undefined };

describe("a listing in the URL", () => {
  it("reads back as it was written, beside the filters", () => {
    fc.assert(
      fc.property(listing, (chosen) => {
        const query = listingQuery({ ...defaultFilters, periodo: "7d" }, chosen);
        const params = new URLSearchParams(query);
        expect(parseListing(params)).toEqual(chosen);
        expect(params.get("periodo")).toBe("7d");
      }),
    );
  });

  it("is the newest jobs by default", () => {
    expect(parseListing(new URLSearchParams("busca=%20&ordenar=cor&ordem=x"))).toEqual(plain);
    expect(listingQuery(defaultFilters, plain)).toBe("?");
  });
});

describe("a click on a column", () => {
  it("orders by it, names from A and numbers from the largest", () => {
    expect(sortedBy(plain, "nome_workspace")).toEqual({ ...plain, ordenar: "nome_workspace", ordem: "asc" });
    expect(sortedBy(plain, "total_contatos")).toEqual({ ...plain, ordenar: "total_contatos", ordem: "desc" });
  });

  it("turns the order when it is that already", () => {
    expect(sortedBy(plain, "data_criacao").ordem).toBe("asc");
    expect(sortedBy({ ...plain, ordem: "asc" }, "data_criacao").ordem).toBe("desc");
  });

  it("keeps the search and begins at the first page", () => {
    expect(sortedBy({ ...plain, busca: "x", cursor: "y" }, "total_contatos")).toMatchObject({
      busca: "x",
      cursor: undefined,
    });
  });
});
