/** The contract's fields and their JSON types: whatever else is seen is drift. */
export const CONTRACT_FIELDS: Readonly<Record<string, string>> = {
  id: "string",
  id_workspace: "string",
  workspace_name: "string",
  total_contacts: "number",
  contact_type: "string",
  status: "string",
  created_at: "string",
  updated_at: "string",
};

export interface ObservedField {
  field: string;
  /** As PostgreSQL's `json_typeof` says it, or `absent`. */
  jsonType: string;
  expected: boolean;
  /** The first value seen. */
  example: unknown;
}

/** Collects each field and type met in payloads once. */
export class ObservedFields {
  /** Types by field: a joined key would have to be built for every value of every record. */
  readonly #seen = new Map<string, Set<string>>();
  #new: ObservedField[] = [];

  observe(records: readonly unknown[]): void {
    for (const record of records) if (isObject(record)) this.#observeRecord(record);
  }

  /** What was met for the first time since this was last asked. */
  takeNew(): ObservedField[] {
    const taken = this.#new;
    this.#new = [];
    return taken;
  }

  #observeRecord(record: Record<string, unknown>): void {
    for (const [field, value] of Object.entries(record)) this.#add(field, jsonTypeOf(value), value);
    for (const field of Object.keys(CONTRACT_FIELDS))
      if (!Object.hasOwn(record, field)) this.#add(field, "absent", null);
  }

  #add(field: string, jsonType: string, example: unknown): void {
    const types = this.#seen.get(field);
    if (types?.has(jsonType)) return;
    if (types) types.add(jsonType);
    else this.#seen.set(field, new Set([jsonType]));
    this.#new.push({ field, jsonType, expected: CONTRACT_FIELDS[field] === jsonType, example });
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function jsonTypeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
