import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultFilters, withFilters } from "./filters.ts";
import {
  firstPage,
  type Listing,
  listingQuery,
  MAX_TRAIL,
  nextPage,
  parseListing,
  previousPage,
  sortBy,
  sorts,
} from "./listing.ts";
import { dayHours, weekdays } from "./week-hours.ts";

const defaultListing: Listing = {
  weekHours: { dia_semana: undefined, hora: undefined },
  busca: undefined,
  ordenar: "data_criacao",
  ordem: "desc",
  pagina: 1,
  cursors: [],
};

const cursor = fc.base64String({ minLength: 1 });

const listing: fc.Arbitrary<Listing> = fc
  .record({
    weekHours: fc.record({
      dia_semana: fc.option(fc.constantFrom(...weekdays), { nil: undefined }),
      hora: fc.option(fc.constantFrom(...dayHours), { nil: undefined }),
    }),
    busca: fc.option(fc.stringMatching(/^[^\s](.*[^\s])?$/), { nil: undefined }),
    ordenar: fc.constantFrom(...sorts),
    ordem: fc.constantFrom("asc", "desc"),
    cursors: fc.array(cursor, { maxLength: MAX_TRAIL + 20 }),
  })
  .map(({ cursors, ...chosen }) => cursors.reduce(nextPage, { ...defaultListing, ...chosen }));

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
    expect(parseListing(new URLSearchParams("busca=%20&ordenar=cor&ordem=x&pagina=-3"))).toEqual(
      defaultListing,
    );
    expect(listingQuery(defaultFilters, defaultListing)).toBe("?");
  });

  it("starts at its first page after a change of the filters", () => {
    fc.assert(
      fc.property(listing, (chosen) => {
        const params = new URLSearchParams(listingQuery(defaultFilters, chosen));
        const changed = withFilters(params, { ...defaultFilters, periodo: "7d" });
        expect(parseListing(new URLSearchParams(changed))).toEqual(firstPage(chosen));
      }),
    );
  });
});

describe("the pages of a listing", () => {
  it("lead forward and back to where one was", () => {
    fc.assert(
      fc.property(listing, cursor, (chosen, next) => {
        const forward = nextPage(chosen, next);
        expect(forward.pagina).toBe(chosen.pagina + 1);
        expect(forward.cursors.at(-1)).toBe(next);
        const back = previousPage(forward);
        expect(back?.pagina).toBe(chosen.pagina);
        expect(back?.cursors.at(-1)).toBe(chosen.cursors.at(-1));
      }),
    );
  });

  it("have no page before the first one, and none that the URL does not know", () => {
    expect(previousPage(defaultListing)).toBeUndefined();
    const far = Array.from({ length: 50 }, (_, index) => `c${index}`).reduce(nextPage, defaultListing);
    const furthestBack = Array.from({ length: MAX_TRAIL - 1 }).reduce<Listing | undefined>(
      (page) => page && previousPage(page),
      far,
    );
    expect(furthestBack).toMatchObject({ pagina: 51 - MAX_TRAIL + 1, cursors: ["c20"] });
    expect(furthestBack && previousPage(furthestBack)).toBeUndefined();
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
    expect(sortBy(nextPage({ ...defaultListing, busca: "x" }, "y"), "total_contatos")).toMatchObject({
      busca: "x",
      pagina: 1,
      cursors: [],
    });
  });
});
