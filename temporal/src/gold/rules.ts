/**
 * What a version must fulfil to become gold, in the order in which they are checked: the rule's name as stored with a
 * reject, the field it looks at, and the SQL condition that breaks it. A later one may rely on the earlier ones being kept.
 *
 * A million versions are validated at once: no regular expression, which PostgreSQL compiles into an automaton for every
 * value it meets, and no change of case, where a value of the usual form can be told without.
 */
export interface Rule {
  readonly rule: string;
  readonly field: string;
  readonly broken: string;
}

/** Of the fields as the source sent them: the columns of `decoded` in validate-versions.ts. */
export const FORM_RULES: readonly Rule[] = [
  { rule: "payload_not_readable", field: "payload", broken: "not readable" },
  // The record's key was made of its id (record-key.ts): only a UUID is its own.
  {
    rule: "id_not_a_uuid",
    field: "id",
    broken: "id is distinct from record_key::text and lower(id) is distinct from record_key::text",
  },
  {
    rule: "id_workspace_not_a_uuid",
    field: "id_workspace",
    // PostgreSQL alone would also take a UUID in braces, or without hyphens.
    broken: `case when pg_input_is_valid(id_workspace, 'uuid')
      then id_workspace <> id_workspace::uuid::text and lower(id_workspace) <> id_workspace::uuid::text else true end`,
  },
  { rule: "workspace_name_blank", field: "workspace_name", broken: "coalesce(nome_workspace, '') = ''" },
  {
    // An index entry holds 2,704 bytes: beside its other columns, so many characters of up to four bytes (decision 016).
    rule: "workspace_name_too_long",
    field: "workspace_name",
    broken: "length(nome_workspace) > 500",
  },
  {
    // Whole numbers in any notation: 1500, 1500.0, 1.5e3; up to what an integer column holds.
    rule: "total_contacts_not_an_integer",
    field: "total_contacts",
    broken: `case
      when translate(total_contacts::text, '0123456789', '') = '' and length(total_contacts::text) < 10 then false
      when json_typeof(total_contacts) is distinct from 'number' then true
      else not pg_input_is_valid(total_contacts::text, 'numeric')
        or total_contacts::text::numeric % 1 <> 0 or abs(total_contacts::text::numeric) > 2147483647 end`,
  },
  {
    rule: "total_contacts_negative",
    field: "total_contacts",
    broken: "total_contacts::text like '-%' and total_contacts::text::numeric < 0",
  },
  {
    rule: "contact_type_unknown",
    field: "contact_type",
    broken: "gold.tipo_contato(contact_type) is null",
  },
  {
    rule: "status_unknown",
    field: "status",
    broken: "gold.status_processamento(status) is null",
  },
  // ISO 8601 with a zone, of a date that PostgreSQL holds: the function says which.
  { rule: "created_at_unreadable", field: "created_at", broken: "data_criacao is null" },
  { rule: "updated_at_unreadable", field: "updated_at", broken: "data_atualizacao is null" },
];

/** Of the values that well-formed fields stand for: the columns of `typed` in validate-versions.ts. */
export const VALUE_RULES: readonly Rule[] = [
  // Unset dates are written as 0001-01-01, 1900-01-01 or 1970-01-01.
  { rule: "created_at_implausible", field: "created_at", broken: "data_criacao < earliest_plausible" },
  { rule: "updated_at_implausible", field: "updated_at", broken: "data_atualizacao < earliest_plausible" },
  // By the time it was observed, not by the time it is validated: rebuilding gold from bronze gives the same gold.
  {
    rule: "created_in_the_future",
    field: "created_at",
    broken: "data_criacao > observed_at + interval '1 day'",
  },
  {
    rule: "updated_in_the_future",
    field: "updated_at",
    broken: "data_atualizacao > observed_at + interval '1 day'",
  },
  {
    // Two clocks can write one insert's two times.
    rule: "updated_before_created",
    field: "updated_at",
    broken: "data_atualizacao < data_criacao - interval '1 second'",
  },
];

export const ALL_RULES: readonly Rule[] = [...FORM_RULES, ...VALUE_RULES];
