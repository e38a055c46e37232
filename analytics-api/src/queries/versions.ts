import { z } from "@hono/zod-openapi";
import { count, instant, instantOrNull, rawJson, uuid } from "../schemas/wire.ts";
import { type TemporalUi, workflowLink, workflowUrl } from "../schemas/workflow-link.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** A version of a record as the source sent it, with its lineage; what is unknown is null. */
export const version = z
  .object({
    version_id: count.openapi({ example: 10432 }),
    previous_version_id: count.nullable().openapi({ example: 9871 }),
    observed_at: instant,
    payload: rawJson,
    committed_at: instantOrNull.describe("When bronze stored it."),
    transformed_at: instantOrNull.describe("When gold processed it; null: pending."),
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
    in_gold: z.boolean().describe("Whether gold shows this version."),
    fetch_workflow_url: workflowLink,
    run_workflow_url: workflowLink,
  })
  .openapi("Version");

type Version = z.infer<typeof version>;

/** In place of links, the ids that they show. */
type VersionRow = Omit<Version, "in_gold" | "fetch_workflow_url" | "run_workflow_url"> &
  Record<"workflow_id" | "workflow_run_id" | "run_workflow_id", string | null>;

/** More versions than a job can have states, and few enough to read at once. */
export const MAX_VERSIONS = 200;

/** Newest first. */
export async function readVersions(
  sql: Snapshot,
  recordKey: string,
  { versionInGold, temporalUi }: { versionInGold: number | undefined; temporalUi: TemporalUi | undefined },
) {
  const rows = await sql<VersionRow[]>`
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
