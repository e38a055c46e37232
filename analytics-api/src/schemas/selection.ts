import { z } from "@hono/zod-openapi";
import type { Enrichment } from "./enrichment.ts";
import { type Filters, filterQuery, toFilters } from "./filters.ts";
import { orders, searchText } from "./query.ts";

export const enrichmentSorts = [
  "data_criacao",
  "data_atualizacao",
  "duracao_processamento_minutos",
  "total_contatos",
  "nome_workspace",
] as const satisfies (keyof Enrichment)[];

/** Which jobs, in which order. */
export interface Selection {
  filters: Filters;
  /** Part of a workspace's present name, or the id of a workspace or a job. */
  search: string | undefined;
  sort: (typeof enrichmentSorts)[number];
  order: "asc" | "desc";
}

const selectionShape = {
  busca: searchText.optional().openapi({
    description:
      "Part of what a workspace is called in its newest job, or the whole id of a workspace or a job.",
  }),
  ordenar: z.enum(enrichmentSorts).default("data_criacao"),
  ordem: z.enum(orders).default("desc"),
};

/** The common filters, search and order, and the endpoint's own parameters. */
export const selectionQuery = <Shape extends z.ZodRawShape>(own: Shape) =>
  filterQuery({ ...selectionShape, ...own });

const selectionParameters = z.object(selectionShape);

export function toSelection(
  parameters: Parameters<typeof toFilters>[0] & z.output<typeof selectionParameters>,
): Selection {
  const { busca, ordenar, ordem } = parameters;
  return { filters: toFilters(parameters), search: busca, sort: ordenar, order: ordem };
}
