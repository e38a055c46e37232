import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  apiQuery,
  chooseInterval,
  defaultFilters,
  type Filters,
  filterParams,
  MAX_CHOSEN,
  parseFilters,
  parseZone,
  periods,
  sharedParams,
  withFilters,
} from "./filters.ts";
import { zones } from "./format.ts";
import { contactTypes, jobSizes, statuses } from "./vocabulary.ts";

/** 00:30 of 24 November in São Paulo, and still the 23rd in Manaus. */
const now = Date.parse("2026-11-24T03:30:15Z");

const date = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

const filters: fc.Arbitrary<Filters> = fc
  .record({
    periodo: fc.constantFrom(...periods),
    dates: fc.tuple(date, date).map((pair) => pair.toSorted()),
    fuso: fc.constantFrom(...zones),
    id_workspace: fc.uniqueArray(fc.uuid(), { maxLength: 3 }),
    status_processamento: fc.subarray([...statuses]),
    tipo_contato: fc.subarray([...contactTypes]),
    categoria_tamanho_job: fc.subarray([...jobSizes]),
  })
  .map(({ dates: [data_inicio, data_fim], ...rest }) =>
    rest.periodo === "personalizado" ? { ...rest, data_inicio, data_fim } : rest,
  );

describe("filters in the URL", () => {
  it("are parsed as they were written", () => {
    fc.assert(
      fc.property(filters, (chosen) => {
        expect(parseFilters(filterParams(chosen))).toEqual({ filters: chosen, problems: [] });
      }),
    );
  });

  it("are left out if they have their defaults", () => {
    expect(filterParams(defaultFilters).toString()).toBe("");
    expect(parseFilters(new URLSearchParams("periodo=&status_processamento=&cursor=abc"))).toEqual({
      filters: defaultFilters,
      problems: [],
    });
  });

  it("are reported by name if they are unknown, and the others are kept", () => {
    const url = new URLSearchParams(
      "periodo=ontem&status_processamento=FALHOU&status_processamento=TALVEZ&fuso=Marte&tipo_contato=PESSOA",
    );
    expect(parseFilters(url)).toEqual({
      filters: { ...defaultFilters, status_processamento: ["FALHOU"], tipo_contato: ["PESSOA"] },
      problems: [
        { name: "periodo", reason: "unknown", value: "ontem" },
        { name: "fuso", reason: "unknown", value: "Marte" },
        { name: "status_processamento", reason: "unknown", value: "TALVEZ" },
      ],
    });
  });

  it.each([
    ["2026-11-24", "2026-11-23", [{ name: "data_fim", reason: "order", value: "2026-11-23" }]],
    ["2026-11-24", "2300-01-01", [{ name: "data_fim", reason: "year", value: "2300-01-01" }]],
    ["1969-12-31", "2026-11-24", [{ name: "data_inicio", reason: "year", value: "1969-12-31" }]],
    ["1970-01-01", "2199-12-31", []],
  ])("from %s to %s: %j", (data_inicio, data_fim, problems) => {
    const url = new URLSearchParams({ periodo: "personalizado", data_inicio, data_fim });
    const parsed = parseFilters(url);
    expect(parsed.problems).toEqual(problems);
    expect(parsed.filters).toMatchObject({ data_inicio, data_fim });
  });

  it("are reported if there are more than the API accepts", () => {
    const params = new URLSearchParams();
    for (let count = 0; count <= MAX_CHOSEN; count++) params.append("id_workspace", randomUUID());
    const parsed = parseFilters(params);
    expect(parsed.problems).toEqual([{ name: "id_workspace", reason: "too_many", value: "51" }]);
    expect(parsed.filters.id_workspace).toEqual(params.getAll("id_workspace"));
  });

  it("change without the other parameters of the page, but at its first page", () => {
    const params = new URLSearchParams("periodo=7d&busca=x&cursor=abc&tipo_contato=PESSOA");
    expect(withFilters(params, { ...defaultFilters, fuso: "UTC" })).toBe("?fuso=UTC&busca=x");
  });

  it("are kept in links to other pages, without the parameters of one page", () => {
    expect(sharedParams(new URLSearchParams("periodo=7d&cursor=abc&busca=x")).toString()).toBe("periodo=7d");
    expect(sharedParams(new URLSearchParams("periodo=ontem")).toString()).toBe("");
  });

  it("have a zone even if another filter is invalid", () => {
    expect(parseZone(new URLSearchParams("periodo=ontem&fuso=UTC"))).toBe("UTC");
    expect(parseZone(new URLSearchParams("fuso=Marte"))).toBe("America/Sao_Paulo");
  });
});

describe("filters as parameters of the API", () => {
  const query = (chosen: Partial<Filters>) => {
    const { data_inicio, data_fim } = apiQuery({ ...defaultFilters, ...chosen }, now);
    return { data_inicio, data_fim };
  };

  it("count calendar days in the chosen zone, including today", () => {
    expect(query({ periodo: "7d" })).toEqual({ data_inicio: "2026-11-18" });
    expect(query({ periodo: "7d", fuso: "America/Manaus" })).toEqual({ data_inicio: "2026-11-17" });
  });

  it("start 24 hours ago, to the minute", () => {
    expect(query({ periodo: "24h" })).toEqual({ data_inicio: "2026-11-23T03:30:00.000Z" });
  });

  it("have no bounds for everything, and only the given ones for custom dates", () => {
    expect(query({ periodo: "tudo" })).toEqual({});
    expect(query({ periodo: "personalizado", data_fim: "2026-11-01" })).toEqual({ data_fim: "2026-11-01" });
  });

  it("include the lists", () => {
    expect(apiQuery({ ...defaultFilters, tipo_contato: ["EMPRESA"] }, now)).toMatchObject({
      tipo_contato: ["EMPRESA"],
      fuso: "America/Sao_Paulo",
    });
  });
});

describe("buckets of a chart", () => {
  it.each([
    ["24h", "hora"],
    ["7d", "dia"],
    ["90d", "dia"],
    ["tudo", "auto"],
    ["personalizado", "auto"],
  ] as const)("of %s span a %s", (periodo, interval) => {
    expect(chooseInterval({ ...defaultFilters, periodo })).toBe(interval);
  });
});
