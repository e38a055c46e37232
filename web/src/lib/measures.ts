import type { InferResponseType } from "hono/client";
import type { Api } from "./api.ts";

type OverviewAnswer = InferResponseType<Api["analytics"]["overview"]["$get"], 200>;

/** The measures of the jobs of a period, with their distributions. */
export type Overview = OverviewAnswer["data"]["atual"];
/** The numbers at the top of a page, of another period or other workspaces; null if there is none. */
export type ComparedMeasures = Record<
  | "total_enriquecimentos"
  | "total_contatos"
  | "taxa_sucesso"
  | "duracao_p50_minutos"
  | "necessitam_reprocessamento",
  number | null
>;
/** A bucket of a time series, by status. */
export type Bucket = InferResponseType<Api["analytics"]["timeseries"]["$get"], 200>["data"][number];
export type RankedWorkspace = InferResponseType<Api["analytics"]["workspaces"]["$get"], 200>["data"][number];
export type HeatmapAnswer = InferResponseType<Api["analytics"]["heatmap"]["$get"], 200>;
export type HeatmapCell = HeatmapAnswer["data"][number];
/** The place of a workspace among all, by measure. */
export type Standing = InferResponseType<
  Api["analytics"]["workspaces"][":id"]["standing"]["$get"],
  200
>["data"];
