import { type Filters, filterParams, type UrlParams } from "./filters.ts";

/** What the list of enrichments can be ordered by. */
export const sorts = [
  "nome_workspace",
  "total_contatos",
  "data_criacao",
  "data_atualizacao",
  "duracao_processamento_minutos",
] as const;
export type Sort = (typeof sorts)[number];
export type Order = "asc" | "desc";

/** Which page of the list of enrichments, in which order, and what is searched for in it. */
export interface Listing {
  busca: string | undefined;
  ordenar: Sort;
  ordem: Order;
  /** Where the page begins; undefined on the first one. */
  cursor: string | undefined;
}

/** Reads a listing from a URL; what is absent or unknown takes its default, for it decides only the order. */
export function parseListing(params: UrlParams): Listing {
  return {
    busca: params.get("busca")?.trim() || undefined,
    ordenar: sorts.find((sort) => sort === params.get("ordenar")) ?? "data_criacao",
    ordem: params.get("ordem") === "asc" ? "asc" : "desc",
    cursor: params.get("cursor") ?? undefined,
  };
}

/** The query string that means these filters and this listing, without what is as by default. */
export function listingQuery(filters: Filters, { busca, ordenar, ordem, cursor }: Listing): string {
  const params = filterParams(filters);
  if (busca) params.set("busca", busca);
  if (ordenar !== "data_criacao") params.set("ordenar", ordenar);
  if (ordem !== "desc") params.set("ordem", ordem);
  if (cursor) params.set("cursor", cursor);
  return `?${params}`;
}

/** The listing after a click on a column: names begin with A and numbers with the largest; the next click turns them. */
export function sortedBy({ busca, ordenar, ordem }: Listing, sort: Sort): Listing {
  const first: Order = sort === "nome_workspace" ? "asc" : "desc";
  const turned: Order = ordem === "asc" ? "desc" : "asc";
  return { busca, ordenar: sort, ordem: ordenar === sort ? turned : first, cursor: undefined };
}
