import { describe, expect, it } from "vitest";
import { defaultFilters } from "./filters.ts";
import { spanFilters } from "./span-filters.ts";

const all = { inicio: null, fim: null };

describe("spanFilters", () => {
  it.each([
    ["a day", "2026-11-23T00:00:00-03:00", "2026-11-24T00:00:00-03:00", all, "2026-11-23", "2026-11-23"],
    ["a week", "2026-11-16T00:00:00-03:00", "2026-11-23T00:00:00-03:00", all, "2026-11-16", "2026-11-22"],
    [
      "an hour",
      "2026-11-23T13:00:00-03:00",
      "2026-11-23T14:00:00-03:00",
      all,
      "2026-11-23T13:00:00-03:00",
      "2026-11-23T14:00:00-03:00",
    ],
    [
      "the shown part of a month",
      "2026-11-01T00:00:00-03:00",
      "2026-12-01T00:00:00-03:00",
      { inicio: "2026-11-10T00:00:00-03:00", fim: "2026-11-23T17:30:00-03:00" },
      "2026-11-10",
      "2026-11-23T17:30:00-03:00",
    ],
  ])("%s", (_, inicio, fim, shown, data_inicio, data_fim) => {
    const filters = { ...defaultFilters, status_processamento: ["FALHOU" as const] };
    expect(spanFilters(filters, { inicio, fim }, shown)).toEqual({
      ...filters,
      periodo: "personalizado",
      data_inicio,
      data_fim,
    });
  });
});
