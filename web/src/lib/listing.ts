import { type Filters, filterParams, type UrlParams } from "./filters.ts";
import { parseWeekHours, type WeekHours } from "./week-hours.ts";

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

/** Rows of a page. */
export const PAGE_ROWS = 50;

/** Pages that can be gone back one by one: a URL must not grow without limit. */
export const MAX_TRAIL = 30;

/** The page and order of the list of enrichments, and the filters that only it has. */
export interface Listing {
  weekHours: WeekHours;
  busca: string | undefined;
  ordenar: Sort;
  ordem: Order;
  /** Number of the page, from 1. */
  pagina: number;
  /** The API's cursors of the newest pages up to this one, at most `MAX_TRAIL`; the first page has none. */
  cursors: string[];
}

/** Reads a listing from a URL. Absent and unknown values have their default; `parseWeekHours` reports those of a filter. */
export function parseListing(params: UrlParams): Listing {
  const cursors = params
    .getAll("cursor")
    .filter((cursor) => cursor !== "")
    .slice(-MAX_TRAIL);
  return {
    weekHours: parseWeekHours(params).weekHours,
    busca: params.get("busca")?.trim() || undefined,
    ordenar: sorts.find((sort) => sort === params.get("ordenar")) ?? "data_criacao",
    ordem: params.get("ordem") === "asc" ? "asc" : "desc",
    pagina: cursors.length === 0 ? 1 : parsePage(params.get("pagina"), cursors.length + 1),
    cursors,
  };
}

function parsePage(text: string | null, min: number): number {
  const page = /^\d{1,6}$/.test(text ?? "") ? Number(text) : min;
  return Math.max(page, min);
}

/** The query string with these filters and this listing, without defaults. */
export function listingQuery(filters: Filters, listing: Listing): string {
  const { weekHours, busca, ordenar, ordem, pagina, cursors } = listing;
  const params = filterParams(filters);
  for (const [name, value] of Object.entries(weekHours)) if (value !== undefined) params.set(name, value);
  if (busca) params.set("busca", busca);
  if (ordenar !== "data_criacao") params.set("ordenar", ordenar);
  if (ordem !== "desc") params.set("ordem", ordem);
  if (pagina > 1) params.set("pagina", String(pagina));
  for (const cursor of cursors) params.append("cursor", cursor);
  return `?${params}`;
}

/** The listing after a click on a column header: names ascending, numbers descending; the next click reverses the order. */
export function sortBy(listing: Listing, sort: Sort): Listing {
  const initial: Order = sort === "nome_workspace" ? "asc" : "desc";
  const reversed: Order = listing.ordem === "asc" ? "desc" : "asc";
  return {
    ...firstPage(listing),
    ordenar: sort,
    ordem: listing.ordenar === sort ? reversed : initial,
  };
}

export const firstPage = (listing: Listing): Listing => ({ ...listing, pagina: 1, cursors: [] });

/** @param cursor the API's `next_cursor` */
export const nextPage = (listing: Listing, cursor: string): Listing => ({
  ...listing,
  pagina: listing.pagina + 1,
  cursors: [...listing.cursors, cursor].slice(-MAX_TRAIL),
});

/** Undefined on the first page, and if the URL no longer has the cursor of the page before. */
export function previousPage(listing: Listing): Listing | undefined {
  if (listing.pagina === 2) return firstPage(listing);
  if (listing.cursors.length < 2) return undefined;
  return { ...listing, pagina: listing.pagina - 1, cursors: listing.cursors.slice(0, -1) };
}
