import { type Filters, filterParams, type UrlParams } from "./filters.ts";
import type { Order } from "./listing.ts";

/** The measures that workspaces can be ranked by, in the order of the columns. */
export const rankedMeasures = [
  "total_enriquecimentos",
  "total_contatos",
  "em_processamento",
  "necessitam_reprocessamento",
  "taxa_sucesso",
  "duracao_media_minutos",
  "duracao_p50_minutos",
  "duracao_p95_minutos",
] as const;
export type RankedMeasure = (typeof rankedMeasures)[number];

const sorts = ["nome_workspace", ...rankedMeasures] as const;
type Sort = (typeof sorts)[number];

/** Workspaces on a page. */
export const PAGE_SIZE = 25;

/** The API's last page. */
const MAX_PAGE = 100_000;

/** The page, order and search text of the ranking of workspaces. */
export interface Ranking {
  busca: string | undefined;
  ordenar: Sort;
  ordem: Order;
  /** From 1. */
  pagina: number;
}

const DEFAULT_SORT: Sort = "total_enriquecimentos";

/** Reads a ranking from a URL. Absent and unknown values have their default: they only affect the order. */
export function parseRanking(params: UrlParams): Ranking {
  const page = Number(params.get("pagina"));
  return {
    busca: params.get("busca")?.trim() || undefined,
    ordenar: sorts.find((sort) => sort === params.get("ordenar")) ?? DEFAULT_SORT,
    ordem: params.get("ordem") === "asc" ? "asc" : "desc",
    pagina: Number.isInteger(page) && page >= 1 && page <= MAX_PAGE ? page : 1,
  };
}

/** The query string with these filters and this ranking, without defaults. */
export function rankingQuery(filters: Filters, { busca, ordenar, ordem, pagina }: Ranking): string {
  const params = filterParams(filters);
  if (busca) params.set("busca", busca);
  if (ordenar !== DEFAULT_SORT) params.set("ordenar", ordenar);
  if (ordem !== "desc") params.set("ordem", ordem);
  if (pagina !== 1) params.set("pagina", String(pagina));
  return `?${params}`;
}

/** The ranking after a click on a column header: names ascending, numbers descending; the next click reverses the order. */
export function rankBy({ busca, ordenar, ordem }: Ranking, sort: Sort): Ranking {
  const initial: Order = sort === "nome_workspace" ? "asc" : "desc";
  const reversed: Order = ordem === "asc" ? "desc" : "asc";
  return { busca, ordenar: sort, ordem: ordenar === sort ? reversed : initial, pagina: 1 };
}
