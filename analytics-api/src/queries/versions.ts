import { z } from "@hono/zod-openapi";
import { count, instant, instantOrNull, rawJson, uuid } from "../schemas/wire.ts";
import { type TemporalUi, workflowLink, workflowUrl } from "../schemas/workflow-link.ts";
import type { Snapshot } from "../sql/snapshot.ts";

const versionRow = z.object({
  version_id: count.openapi({ example: 10432 }),
  previous_version_id: count.nullable().openapi({ example: 9871 }),
  observed_at: instant,
  payload: rawJson,
  committed_at: instantOrNull.openapi({ description: "When bronze stored it." }),
  transformed_at: instantOrNull.openapi({ description: "When gold processed it; null: pending." }),
  rule: z
    .string()
    .nullable()
    .openapi({ description: "The rule that it broke; null: it is valid.", example: null }),
  field: z.string().nullable().openapi({ example: null }),
  rejected_at: instantOrNull.openapi({ example: null }),
  resolved_at: instantOrNull.openapi({
    description: "When a later valid version replaced it.",
    example: null,
  }),
  fetch_id: count.nullable().openapi({ description: "The request that fetched it.", example: 2087 }),
  request: z
    .string()
    .nullable()
    .openapi({ example: "/v1/enrichments?page=1&limit=100&updated_since=2026-11-23T17:00:00Z" }),
  http_status: count.nullable().openapi({ example: 200 }),
  requested_at: instantOrNull,
  duration_ms: count.nullable().openapi({ example: 131 }),
  activity_type: z.string().nullable().openapi({ example: "readSlice" }),
  attempt: count.nullable().openapi({ example: 1 }),
  run_id: uuid.nullable(),
  run_number: count.nullable().openapi({ example: 412 }),
});

/** A version of a record as the source sent it, with its lineage; what is unknown is null. */
export const version = versionRow
  .extend({
    in_gold: z.boolean().openapi({ description: "Whether gold shows this version." }),
    fetch_workflow_url: workflowLink,
    run_workflow_url: workflowLink,
  })
  .openapi("Version");

/** More versions than a job can have states, and few enough to read at once. */
export const MAX_VERSIONS = 200;

/** The newest versions of a record, newest first, at most `MAX_VERSIONS`. */
export async function readVersions(
  sql: Snapshot,
  recordKey: string,
  { versionInGold, temporalUi }: { versionInGold: number | undefined; temporalUi: TemporalUi | undefined },
): Promise<z.infer<typeof version>[]> {
  const rows = await sql<
    (z.infer<typeof versionRow> &
      Record<"workflow_id" | "workflow_run_id" | "run_workflow_id", string | null>)[]
  >`
    select
      id_versao_bronze as version_id, previous_version_id, observed_at, payload::text as payload,
      committed_at, transformed_at, rule, field, rejected_at, resolved_at,
      fetch_id, request, http_status, requested_at, duration_ms, activity_type, attempt,
      workflow_id, workflow_run_id, run_id, run_number, run_workflow_id
    from gold.enrichments_lineage
    where id_enriquecimento = ${recordKey}
    order by observed_at desc, id_versao_bronze desc
    limit ${MAX_VERSIONS}`;
  const url = (workflowId: string | null, runId: string | null) =>
    workflowId && runId && workflowUrl(temporalUi, workflowId, runId);
  return rows.map(({ workflow_id, workflow_run_id, run_workflow_id, ...row }) => ({
    ...row,
    in_gold: row.version_id === versionInGold,
    fetch_workflow_url: url(workflow_id, workflow_run_id),
    run_workflow_url: url(run_workflow_id, row.run_id),
  }));
}
