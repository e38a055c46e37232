import { expect, it } from "vitest";
import { defaultFilters } from "../filters.ts";
import { jobSql, jobsSql, measuresSql, quoteSql } from "./gold-sql.ts";

const NOW = Date.parse("2026-11-27T15:00:00Z");
const weekHours = { dia_semana: undefined, hora: undefined };
const listing = { weekHours, busca: undefined, ordenar: "data_criacao", ordem: "desc" } as const;

it("selects the jobs of the filters in the order of the list", () => {
  const filters = {
    ...defaultFilters,
    periodo: "personalizado",
    data_inicio: "2026-11-01",
    data_fim: "2026-11-02",
    status_processamento: ["FALHOU", "CANCELADO"],
  } as const;
  const sql = jobsSql({ ...filters, status_processamento: ["FALHOU", "CANCELADO"] }, listing, NOW);
  expect(sql.slice(sql.indexOf("from "))).toBe(`from gold.enrichments
where data_criacao >= '2026-11-01T00:00:00-03:00'
  and data_criacao < '2026-11-03T00:00:00-03:00'
  and status_processamento in ('FALHOU', 'CANCELADO')
order by enrichments.data_criacao desc, id_enriquecimento desc;`);
});

it("has no condition without filters", () => {
  expect(measuresSql({ ...defaultFilters, periodo: "tudo" }, NOW)).toMatch(/from gold\.enrichments;$/);
});

it("begins a day with the clocks of its zone, also where they skip midnight", () => {
  const day = { ...defaultFilters, periodo: "personalizado" as const };
  expect(measuresSql({ ...day, data_inicio: "2018-11-04", data_fim: "2018-11-04" }, NOW)).toContain(
    "data_criacao >= '2018-11-04T01:00:00-02:00'\n  and data_criacao < '2018-11-05T00:00:00-02:00'",
  );
  expect(measuresSql({ ...day, fuso: "UTC", data_fim: "2026-11-23T14:00:00Z" }, NOW)).toContain(
    "where data_criacao < '2026-11-23T14:00:00Z'",
  );
});

it("selects hours of the week by the clocks of the zone", () => {
  const monday = { ...listing, weekHours: { dia_semana: "1", hora: "14" } } as const;
  expect(jobsSql({ ...defaultFilters, periodo: "tudo" }, monday, NOW)).toContain(
    `where extract(isodow from data_criacao at time zone 'America/Sao_Paulo') = 1
  and extract(hour from data_criacao at time zone 'America/Sao_Paulo') = 14
order by`,
  );
});

it("quotes what a user has typed", () => {
  expect(quoteSql("D'Ávila")).toBe("'D''Ávila'");
  expect(quoteSql("a\\'; drop table x; --")).toBe("E'a\\\\''; drop table x; --'");
  const search = jobsSql(defaultFilters, { ...listing, busca: "') or true --" }, NOW);
  expect(search).toContain("strpos(lower(regexp_replace(normalize(nome_workspace, nfd), '[\\u0300-\\u036f]'");
  expect(search).toContain("'g')), ''') or true --') > 0");
});

it("shows a job with its versions", () => {
  expect(jobSql("6e755ef0-4543-0b13-ffde-08d69844d0c1").split("\n")).toHaveLength(2);
});
