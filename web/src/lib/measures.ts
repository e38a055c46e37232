import type { InferResponseType } from "hono/client";
import type { Api } from "./api.ts";

type OverviewAnswer = InferResponseType<Api["analytics"]["overview"]["$get"], 200>;

/** The measures of the jobs of a period, with their distributions. */
export type Overview = OverviewAnswer["data"]["atual"];
/** A bucket of a time series, by status. */
export type Bucket = InferResponseType<Api["analytics"]["timeseries"]["$get"], 200>["data"][number];
export type RankedWorkspace = InferResponseType<Api["analytics"]["workspaces"]["$get"], 200>["data"][number];
