import { z } from "@hono/zod-openapi";
import type { Enrichment } from "./enrichment.ts";
import { filterQuery, toFilters } from "./filters.ts";
import { orders, searchText, wholeNumber } from "./query.ts";
import { DAYS, HOURS, weekHoursOf } from "./week-hours.ts";

export const enrichmentSorts = [
  "data_criacao",
  "data_atualizacao",
  "duracao_processamento_minutos",
  "total_contatos",
  "nome_workspace",
] as const satisfies (keyof Enrichment)[];

const selectionShape = {
  // Lists only: other endpoints add up rollups of days, and the heat map has their numbers for every hour of the week.
  dia_semana: wholeNumber({ min: 1, max: DAYS })
    .optional()
    .describe(
      "Weekday of `data_criacao`, 1: Monday … 7: Sunday, by the clocks of `fuso` as in `/analytics/heatmap`. Excludes jobs created before 1970 or after 2199.",
    ),
  hora: wholeNumber({ min: 0, max: HOURS - 1 })
    .optional()
    .describe("Hour of the day of `data_criacao`; otherwise like `dia_semana`."),
  busca: searchText
    .optional()
    .describe(
      "Part of a workspace's name in its newest job, without regard to case and accents, or the whole id of a workspace or a job.",
    ),
  ordenar: z
    .enum(enrichmentSorts)
    .default("data_criacao")
    .describe(
      "By `duracao_processamento_minutos`, a job EM_PROCESSAMENTO counts with the time from its creation to its last update.",
    ),
  ordem: z.enum(orders).default("desc"),
};

/** The common filters, search and order, and the endpoint's own parameters. */
export const selectionQuery = <Shape extends z.ZodRawShape>(own: Shape) =>
  filterQuery({ ...selectionShape, ...own });

const selectionParameters = z.object(selectionShape);

export const toSelection = (
  parameters: Parameters<typeof toFilters>[0] & z.output<typeof selectionParameters>,
) => ({
  filters: toFilters(parameters),
  weekHours: weekHoursOf(parameters.dia_semana, parameters.hora),
  search: parameters.busca,
  sort: parameters.ordenar,
  order: parameters.ordem,
});

/** Which jobs, in which order. */
export type Selection = ReturnType<typeof toSelection>;
