import { type Filters, filterParams, type UrlParams } from "./filters.ts";

/** The columns that the list of enrichments can be sorted by. */
export const sorts = [
  "nome_workspace",
  "total_contatos",
  "data_criacao",
  "data_atualizacao",
  "duracao_processamento_minutos",
] as const;
export type Sort = (typeof sorts)[number];
export type Order = "asc" | "desc";

/** The page, order and search text of the list of enrichments. */
export interface Listing {
  busca: string | undefined;
  ordenar: Sort;
  ordem: Order;
  /** The start of the page; undefined on the first page. */
  cursor: string | undefined;
}

/** Reads a listing from a URL. Absent and unknown values have their default: they only affect the order. */
export function parseListing(params: UrlParams): Listing {
  return {
    busca: params.get("busca")?.trim() || undefined,
    ordenar: sorts.find((sort) => sort === params.get("ordenar")) ?? "data_criacao",
    ordem: params.get("ordem") === "asc" ? "asc" : "desc",
    cursor: params.get("cursor") ?? undefined,
  };
}

/** The query string with these filters and this listing, without defaults. */
export function listingQuery(filters: Filters, { busca, ordenar, ordem, cursor }: Listing): string {
  const params = filterParams(filters);
  if (busca) params.set("busca", busca);
  if (ordenar !== "data_criacao") params.set("ordenar", ordenar);
  if (ordem !== "desc") params.set("ordem", ordem);
  if (cursor) params.set("cursor", cursor);
  return `?${params}`;
}

/** The listing after a click on a column header: names ascending, numbers descending; the next click reverses the order. */
export function sortBy({ busca, ordenar, ordem }: Listing, sort: Sort): Listing {
  const initial: Order = sort === "nome_workspace" ? "asc" : "desc";
  const reversed: Order = ordem === "asc" ? "desc" : "asc";
  return { busca, ordenar: sort, ordem: ordenar === sort ? reversed : initial, cursor: undefined };
}
