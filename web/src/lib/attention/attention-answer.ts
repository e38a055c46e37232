import type { InferResponseType } from "hono/client";
import { type Api, readJson } from "#lib/api.ts";

export type AttentionAnswer = InferResponseType<Api["analytics"]["attention"]["$get"], 200>;
export type AttentionEntry = AttentionAnswer["data"]["jobs"][number];
export type AttentionKind = AttentionEntry["tipo"];
export type SetAside = NonNullable<AttentionEntry["adiado"]>;

/** What is unusual about the jobs: of all workspaces, or of one. */
export const readAttention = (api: Api, workspaceId?: string): Promise<AttentionAnswer> =>
  readJson(
    api.analytics.attention.$get({ query: workspaceId === undefined ? {} : { id_workspace: workspaceId } }),
  );
