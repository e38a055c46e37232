import { storableExample, storableName } from "./field-example.ts";

/** The contract's fields and their JSON types; anything else is schema drift. */
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

/** Limit of stored additional fields and types: a source that uses data as field names would fill memory and the table. */
export const MAX_OTHER_FIELDS = 1_000;

export interface ObservedField {
  field: string;
  /** As returned by PostgreSQL's `json_typeof`, or `absent`. */
  jsonType: string;
  expected: boolean;
  /** The first value seen, truncated. */
  example: unknown;
}

/** Collects each field and type in payloads once. Collects one additional field more than the limit, to report that there are more. */
export class ObservedFields {
  /** Types by field; a combined key would need a string per value. */
  readonly #seen = new Map<string, Set<string>>();
  #others = 0;
  #unrecorded: ObservedField[] = [];

  observe(records: readonly unknown[]): void {
    for (const record of records) if (isObject(record)) this.#observeRecord(record);
  }

  /** Fields and types first seen since the last call of `markRecorded`. */
  get unrecorded(): readonly ObservedField[] {
    return this.#unrecorded;
  }

  markRecorded(): void {
    this.#unrecorded = [];
  }

  #observeRecord(record: Record<string, unknown>): void {
    for (const field of Object.keys(record)) this.#add(field, jsonTypeOf(record[field]), record[field]);
    for (const field of Object.keys(CONTRACT_FIELDS))
      if (!Object.hasOwn(record, field)) this.#add(field, "absent", null);
  }

  #add(name: string, jsonType: string, example: unknown): void {
    const isContracts = Object.hasOwn(CONTRACT_FIELDS, name);
    const field = isContracts ? name : storableName(name);
    const types = this.#seen.get(field);
    if (types?.has(jsonType)) return;
    if (!isContracts && this.#others++ > MAX_OTHER_FIELDS) return;
    if (types) types.add(jsonType);
    else this.#seen.set(field, new Set([jsonType]));
    const expected = isContracts && CONTRACT_FIELDS[field] === jsonType;
    this.#unrecorded.push({ field, jsonType, expected, example: storableExample(example) });
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function jsonTypeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
