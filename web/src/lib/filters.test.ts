import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  apiQuery,
  chooseInterval,
  defaultFilters,
  type Filters,
  filterParams,
  parseFilters,
  parseZone,
  periods,
  sharedParams,
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
        expect(parseFilters(filterParams(chosen))).toEqual({ filters: chosen });
      }),
    );
  });

  it("are left out if they have their defaults", () => {
    expect(filterParams(defaultFilters).toString()).toBe("");
    expect(parseFilters(new URLSearchParams("periodo=&status_processamento=&cursor=abc"))).toEqual({
      filters: defaultFilters,
    });
  });

  it("are reported by name if they are invalid", () => {
    const url = new URLSearchParams(
      "periodo=ontem&status_processamento=FALHOU&status_processamento=TALVEZ&fuso=Marte",
    );
    expect(parseFilters(url)).toEqual({
      bad: expect.arrayContaining([
        { name: "periodo", value: "ontem" },
        { name: "status_processamento", value: "FALHOU, TALVEZ" },
        { name: "fuso", value: "Marte" },
      ]),
    });
  });

  it("are reported if the period ends before it starts", () => {
    const url = new URLSearchParams("periodo=personalizado&data_inicio=2026-11-24&data_fim=2026-11-23");
    expect(parseFilters(url)).toEqual({ bad: [{ name: "data_fim", value: "2026-11-23" }] });
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
