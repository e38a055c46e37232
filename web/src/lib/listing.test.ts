import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultFilters } from "./filters.ts";
import { type Listing, listingQuery, parseListing, sortBy, sorts } from "./listing.ts";

const listing: fc.Arbitrary<Listing> = fc.record({
  busca: fc.option(fc.stringMatching(/^[^\s](.*[^\s])?$/), { nil: undefined }),
  ordenar: fc.constantFrom(...sorts),
  ordem: fc.constantFrom("asc", "desc"),
  cursor: fc.option(fc.base64String({ minLength: 1 }), { nil: undefined }),
});

const defaultListing: Listing = {
  busca: undefined,
  ordenar: "data_criacao",
  ordem: "desc",
  cursor: undefined,
};

describe("a listing in a URL", () => {
  it("is parsed as it was written, next to the filters", () => {
    fc.assert(
      fc.property(listing, (chosen) => {
        const query = listingQuery({ ...defaultFilters, periodo: "7d" }, chosen);
        const params = new URLSearchParams(query);
        expect(parseListing(params)).toEqual(chosen);
        expect(params.get("periodo")).toBe("7d");
      }),
    );
  });

  it("is the newest jobs first by default", () => {
    expect(parseListing(new URLSearchParams("busca=%20&ordenar=cor&ordem=x"))).toEqual(defaultListing);
    expect(listingQuery(defaultFilters, defaultListing)).toBe("?");
  });
});

describe("sortBy", () => {
  it("sorts names ascending and numbers descending", () => {
    expect(sortBy(defaultListing, "nome_workspace")).toEqual({
      ...defaultListing,
      ordenar: "nome_workspace",
      ordem: "asc",
    });
    expect(sortBy(defaultListing, "total_contatos")).toEqual({
      ...defaultListing,
      ordenar: "total_contatos",
      ordem: "desc",
    });
  });

  it("reverses the order of the current column", () => {
    expect(sortBy(defaultListing, "data_criacao").ordem).toBe("asc");
    expect(sortBy({ ...defaultListing, ordem: "asc" }, "data_criacao").ordem).toBe("desc");
  });

  it("keeps the search and returns to the first page", () => {
    expect(sortBy({ ...defaultListing, busca: "x", cursor: "y" }, "total_contatos")).toMatchObject({
      busca: "x",
      cursor: undefined,
    });
  });
});
