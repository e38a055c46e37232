/**
 * What a version must fulfil to become gold, in the order in which they are checked: the rule's name as stored with a
 * reject, the field it looks at, and the SQL condition that breaks it. The conditions see the columns of `decoded` in
 * transform-batches.ts; a later one may rely on the earlier ones being kept.
 */
export const RULES = [
  { rule: "payload_not_readable", field: "payload", broken: "not readable" },
  { rule: "id_not_a_uuid", field: "id", broken: `id is null or id !~* '${uuidPattern()}'` },
  {
    rule: "id_workspace_not_a_uuid",
    field: "id_workspace",
    broken: `id_workspace is null or id_workspace !~* '${uuidPattern()}'`,
  },
  {
    rule: "workspace_name_blank",
    field: "workspace_name",
    broken:
      "json_typeof(workspace_name) is distinct from 'string' or workspace_name #>> '{}' !~ '[^[:space:]]'",
  },
  {
    // Whole numbers in any notation: 1500, 1500.0, 1.5e3; up to what an integer column holds.
    rule: "total_contacts_not_an_integer",
    field: "total_contacts",
    broken: `case when json_typeof(total_contacts) is distinct from 'number' then true
      when total_contacts::text ~ '^-?[0-9]{1,9}$' then false
      else not pg_input_is_valid(total_contacts::text, 'numeric')
        or total_contacts::text::numeric % 1 <> 0 or abs(total_contacts::text::numeric) > 2147483647 end`,
  },
  {
    rule: "total_contacts_negative",
    field: "total_contacts",
    broken: "total_contacts::text::numeric < 0",
  },
  {
    rule: "contact_type_unknown",
    field: "contact_type",
    broken: "contact_type is null or contact_type not in ('PERSON', 'COMPANY')",
  },
  {
    rule: "status_unknown",
    field: "status",
    broken: "status is null or status not in ('PROCESSING', 'COMPLETED', 'FAILED', 'CANCELED')",
  },
  { rule: "created_at_unreadable", field: "created_at", broken: unreadableTime("created_at") },
  { rule: "updated_at_unreadable", field: "updated_at", broken: unreadableTime("updated_at") },
  {
    rule: "updated_before_created",
    field: "updated_at",
    broken: "updated_at::timestamptz < created_at::timestamptz",
  },
  {
    // By the time it was observed, not by the time it is judged: rebuilding gold from bronze gives the same gold.
    rule: "updated_in_the_future",
    field: "updated_at",
    broken: "updated_at::timestamptz > observed_at + interval '1 day'",
  },
] as const;

function uuidPattern(): string {
  return "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";
}

/** ISO-8601 with a zone. PostgreSQL alone would also take "yesterday" or "infinity". */
function unreadableTime(column: string): string {
  return `${column} is null
    or ${column} !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$'
    or not pg_input_is_valid(${column}, 'timestamptz')`;
}
