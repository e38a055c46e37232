import { z } from "@hono/zod-openapi";
import { type Flaw, servedId } from "./flaws.ts";
import { CONTACT_TYPES, STATUSES } from "./job.ts";
import type { Job } from "./job-table.ts";
import { formatTimestamp } from "./timestamp.ts";
import type { Workspace } from "./workspaces.ts";

/** What the pipeline's rule allows (decision 016). */
const MAX_NAME = 500;

/** The contract's record, as a well-formed one is. */
export const recordSchema = z
  .object({
    id: z.uuid(),
    id_workspace: z.uuid(),
    workspace_name: z.string().regex(/\S/).max(MAX_NAME),
    total_contacts: z.int().min(0),
    contact_type: z.enum(CONTACT_TYPES),
    status: z.enum(STATUSES),
    created_at: z.iso.datetime().openapi({ example: "2025-11-15T14:30:00Z" }),
    updated_at: z.iso.datetime().openapi({ example: "2025-11-15T14:35:22Z" }),
  })
  .openapi("Enrichment");

export type EnrichmentRecord = z.infer<typeof recordSchema>;

/** The values that a flaw changes. `updated_in_future` is stored as such and needs none. */
function spoiled(flaw: Flaw, job: Job): Partial<Record<keyof EnrichmentRecord, unknown>> {
  switch (flaw) {
    case "blank_name":
      return { workspace_name: "  " };
    case "long_name":
      return { workspace_name: "x".repeat(MAX_NAME + 1) };
    case "negative_contacts":
      return { total_contacts: -1 - job.contacts };
    case "fractional_contacts":
      return { total_contacts: job.contacts + 0.5 };
    case "unknown_contact_type":
      return { contact_type: "ROBOT" };
    case "unknown_status":
      return { status: "EXPLODED" };
    case "unreadable_timestamp":
      return { updated_at: "31/02/2026 25:61" };
    case "updated_before_created":
      return { created_at: formatTimestamp(job.updated + 3600) };
    case "bad_uuid":
    case "updated_in_future":
      return {};
  }
}

/** A malformed record is not what its type says: that is the point of it. */
export function toRecord(uuid: string, workspace: Workspace, job: Job): EnrichmentRecord {
  const record: EnrichmentRecord = {
    id: servedId(uuid, job.flaw),
    id_workspace: workspace.id,
    workspace_name: workspace.name,
    total_contacts: job.contacts,
    contact_type: job.contactType,
    status: job.status,
    created_at: formatTimestamp(job.created),
    updated_at: formatTimestamp(job.updated),
  };
  return job.flaw === undefined ? record : ({ ...record, ...spoiled(job.flaw, job) } as EnrichmentRecord);
}
