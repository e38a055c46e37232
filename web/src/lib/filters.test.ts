import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  apiQuery,
  defaultFilters,
  type Filters,
  filterParams,
  intervalOf,
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
  it("read back as they were written", () => {
    fc.assert(
      fc.property(filters, (chosen) => {
        expect(parseFilters(filterParams(chosen))).toEqual({ filters: chosen });
      }),
    );
  });

  it("are absent when all is as by default", () => {
    expect(filterParams(defaultFilters).toString()).toBe("");
    expect(parseFilters(new URLSearchParams("periodo=&status_processamento=&cursor=abc"))).toEqual({
      filters: defaultFilters,
    });
  });

  it("are refused by name when they cannot be meant", () => {
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

  it("are refused when the period would end before it begins", () => {
    const url = new URLSearchParams("periodo=personalizado&data_inicio=2026-11-24&data_fim=2026-11-23");
    expect(parseFilters(url)).toEqual({ bad: [{ name: "data_fim", value: "2026-11-23" }] });
  });

  it("go along to other pages without what belongs to one page", () => {
    expect(sharedParams(new URLSearchParams("periodo=7d&cursor=abc&busca=x")).toString()).toBe("periodo=7d");
    expect(sharedParams(new URLSearchParams("periodo=ontem")).toString()).toBe("");
  });

  it("give a zone even when another filter is wrong", () => {
    expect(parseZone(new URLSearchParams("periodo=ontem&fuso=UTC"))).toBe("UTC");
    expect(parseZone(new URLSearchParams("fuso=Marte"))).toBe("America/Sao_Paulo");
  });
});

describe("filters as the API takes them", () => {
  const query = (chosen: Partial<Filters>) => {
    const { data_inicio, data_fim } = apiQuery({ ...defaultFilters, ...chosen }, now);
    return { data_inicio, data_fim };
  };

  it("count calendar days of the reader's zone, today among them", () => {
    expect(query({ periodo: "7d" })).toEqual({ data_inicio: "2026-11-18" });
    expect(query({ periodo: "7d", fuso: "America/Manaus" })).toEqual({ data_inicio: "2026-11-17" });
  });

  it("begin 24 hours ago, to the minute", () => {
    expect(query({ periodo: "24h" })).toEqual({ data_inicio: "2026-11-23T03:30:00.000Z" });
  });

  it("have no bounds for everything, and only the given ones for own dates", () => {
    expect(query({ periodo: "tudo" })).toEqual({});
    expect(query({ periodo: "personalizado", data_fim: "2026-11-01" })).toEqual({ data_fim: "2026-11-01" });
  });

  it("pass the lists on", () => {
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
    expect(intervalOf({ ...defaultFilters, periodo })).toBe(interval);
  });
});
