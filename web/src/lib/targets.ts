import type { InferResponseType } from "hono/client";
import { type Api, readJson } from "./api.ts";

export type TargetsAnswer = InferResponseType<Api["analytics"]["targets"]["$get"], 200>;
/** The targets by measure, null where none is set, with what was kept of each. */
export type Targets = TargetsAnswer["data"];

type Query = Parameters<Api["analytics"]["targets"]["$get"]>[0]["query"];

export const readTargets = (api: Api, query: Query): Promise<TargetsAnswer> =>
  readJson(api.analytics.targets.$get({ query }));

/**
 * The age of the data, in minutes: it grows while nobody reads it again, if the period has not ended.
 * @param readAt when it was read, in epoch milliseconds
 * @param now epoch milliseconds
 */
export function ageAt({ data, meta }: TargetsAnswer, readAt: number, now: number): number | null {
  const age = data.idade_dados_minutos?.valor ?? null;
  if (age === null) return null;
  const { fim } = meta.periodo;
  const end = fim === null ? now : Math.min(now, Date.parse(fim));
  return age + Math.max(0, end - readAt) / 60_000;
}
