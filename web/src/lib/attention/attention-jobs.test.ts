import { describe, expect, it } from "vitest";
import { filterParams, parseFilters } from "#lib/filters.ts";
import { attentionFilters } from "./attention-jobs.ts";

describe("attentionFilters", () => {
  it("keeps instants, the group and the statuses in the URL", () => {
    const filters = attentionFilters(
      {
        filtros: {
          data_inicio: "2026-11-26T17:03:21.123Z",
          data_fim: "2026-11-27T17:03:21.123Z",
          id_workspace: "e6bb64bf-46e4-410d-8406-c61e267ea607",
          status_processamento: ["FALHOU", "CANCELADO"],
          categoria_tamanho_job: "GRANDE",
        },
      },
      "UTC",
    );
    const params = filterParams(filters);
    expect(parseFilters(params)).toEqual({ filters, problems: [] });
    expect(Object.fromEntries(params)).toMatchObject({
      periodo: "personalizado",
      data_inicio: "2026-11-26T17:03:21.123Z",
      data_fim: "2026-11-27T17:03:21.123Z",
      fuso: "UTC",
      categoria_tamanho_job: "GRANDE",
    });
    expect(params.getAll("status_processamento")).toEqual(["FALHOU", "CANCELADO"]);
  });
});
