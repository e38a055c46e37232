import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultFilters } from "./filters.ts";
import { parseRanking, type Ranking, rankBy, rankedMeasures, rankingQuery } from "./ranking.ts";

const ranking: fc.Arbitrary<Ranking> = fc.record({
  busca: fc.option(fc.stringMatching(/^[^\s](.*[^\s])?$/), { nil: undefined }),
  ordenar: fc.constantFrom("nome_workspace", ...rankedMeasures),
  ordem: fc.constantFrom("asc", "desc"),
  pagina: fc.integer({ min: 1, max: 100_000 }),
});

const mostJobs: Ranking = { busca: undefined, ordenar: "total_enriquecimentos", ordem: "desc", pagina: 1 };

describe("a ranking in a URL", () => {
  it("is parsed as it was written, next to the filters", () => {
    fc.assert(
      fc.property(ranking, (chosen) => {
        const params = new URLSearchParams(rankingQuery({ ...defaultFilters, periodo: "7d" }, chosen));
        expect(parseRanking(params)).toEqual(chosen);
        expect(params.get("periodo")).toBe("7d");
      }),
    );
  });

  it.each(["", "ordenar=cor&ordem=x&busca=%20", "pagina=0", "pagina=1.5", "pagina=x", "pagina=100001"])(
    "is the most jobs first, from the first page, with %j",
    (search) => {
      expect(parseRanking(new URLSearchParams(search))).toEqual(mostJobs);
    },
  );
});

describe("rankBy", () => {
  it("ranks names ascending and measures descending, and reverses the current column", () => {
    expect(rankBy(mostJobs, "nome_workspace").ordem).toBe("asc");
    expect(rankBy(mostJobs, "taxa_sucesso").ordem).toBe("desc");
    expect(rankBy(mostJobs, "total_enriquecimentos").ordem).toBe("asc");
  });

  it("keeps the search and returns to the first page", () => {
    expect(rankBy({ ...mostJobs, busca: "x", pagina: 3 }, "taxa_sucesso")).toEqual({
      ...mostJobs,
      busca: "x",
      ordenar: "taxa_sucesso",
    });
  });
});
