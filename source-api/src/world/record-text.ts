import type { Flaw } from "./flaws.ts";
import type { Identities } from "./identities.ts";
import type { Job } from "./job-table.ts";
import { formatTimestamp } from "./timestamp.ts";
import type { Workspaces } from "./workspaces.ts";

/** The fields of the contract's record, in its order. */
export const RECORD_FIELDS = [
  "id",
  "id_workspace",
  "workspace_name",
  "total_contacts",
  "contact_type",
  "status",
  "created_at",
  "updated_at",
] as const;

/** Writes a job, by its key and present state, as the JSON text of the contract's record. */
export type RecordText = (key: number, job: Job) => string;

/** What each flaw does to the fields of a record, as JSON text. A flaw in `updated_at`'s value alone is stored, not shown. */
function spoil(fields: Fields, flaw: Flaw): Fields {
  switch (flaw) {
    case "bad_uuid":
      return { ...fields, id: `${fields.id.slice(0, -2)}"` };
    case "blank_name":
      return { ...fields, workspaceName: '"  "' };
    case "negative_contacts":
      return { ...fields, contacts: `-${Number(fields.contacts) + 1}` };
    case "fractional_contacts":
      return { ...fields, contacts: `${fields.contacts}.5` };
    case "unknown_contact_type":
      return { ...fields, contactType: '"ROBOT"' };
    case "unknown_status":
      return { ...fields, status: '"EXPLODED"' };
    case "unreadable_timestamp":
      return { ...fields, created: '"31/02/2026 25:61"' };
    case "updated_before_created":
      return { ...fields, created: fields.updated.replace(/^"\d{4}/, '"2099') };
    case "updated_in_future":
      return fields;
  }
}

interface Fields {
  readonly id: string;
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly contacts: string;
  readonly contactType: string;
  readonly status: string;
  readonly created: string;
  readonly updated: string;
}

/** Assembled by hand: `JSON.stringify` of an object takes four times as long, and a page has a hundred of them. */
function assemble(fields: Fields): string {
  return `{"id":${fields.id},"id_workspace":${fields.workspaceId},"workspace_name":${fields.workspaceName},"total_contacts":${fields.contacts},"contact_type":${fields.contactType},"status":${fields.status},"created_at":${fields.created},"updated_at":${fields.updated}}`;
}

export function createRecordText(identities: Identities, workspaces: Workspaces): RecordText {
  return (key, job) => {
    const workspace = workspaces.at(job.workspace);
    const fields: Fields = {
      id: `"${identities.uuid(key)}"`,
      workspaceId: `"${workspace.id}"`,
      workspaceName: JSON.stringify(workspace.name),
      contacts: String(job.contacts),
      contactType: `"${job.contactType}"`,
      status: `"${job.status}"`,
      created: `"${formatTimestamp(job.created)}"`,
      updated: `"${formatTimestamp(job.updated)}"`,
    };
    return assemble(job.flaw === undefined ? fields : spoil(fields, job.flaw));
  };
}
