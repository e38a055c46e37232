import { z } from "zod/mini";
import { type Api, ApiFailure, readJson } from "../api.ts";
import { searchWorkspaces } from "../read-workspaces.ts";
import type { NamedWorkspace } from "../workspaces.ts";

/** What the API has under a text. */
export interface Found {
  /** With the text in their name, or with this id. */
  workspaces: NamedWorkspace[];
  /** The id of the job, if the text is one. */
  enrichmentId: string | undefined;
  /** The run with this number or id. */
  run: { run_id: string; run_number: number } | undefined;
}

export const NOTHING_FOUND: Found = { workspaces: [], enrichmentId: undefined, run: undefined };

/** The number in "48" or "#48". */
export const runNumber = (text: string): string | undefined => /^#?\s*0*(\d{1,9})$/.exec(text)?.[1];

/** Asks only what the text can be. @throws ApiFailure */
export async function findByText(api: Api, text: string): Promise<Found> {
  const id = z.guid().safeParse(text).data;
  const runKey = id ?? runNumber(text);
  const [workspaces, enrichmentId, run] = await Promise.all([
    searchWorkspaces(api, text),
    id &&
      unlessMissing(readJson(api.analytics.enrichments[":id"].$get({ param: { id }, query: {} }))).then(
        (answer) => answer && id,
      ),
    runKey === undefined
      ? undefined
      : unlessMissing(readJson(api.pipeline.runs[":id"].$get({ param: { id: runKey }, query: {} }))),
  ]);
  return { workspaces, enrichmentId, run: run?.data };
}

/** Undefined if there is no such thing. */
const unlessMissing = <Answer>(answer: Promise<Answer>): Promise<Answer | undefined> =>
  answer.catch((failure: unknown) => {
    if (failure instanceof ApiFailure && failure.status === 404) return undefined;
    throw failure;
  });
