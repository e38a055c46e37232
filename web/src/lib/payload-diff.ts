import diff from "microdiff";

/** A value in a record that differs between two versions, as JSON; undefined: it is not there. */
export interface PayloadChange {
  /** Names from the record to the value, separated by dots; empty: the record itself. */
  field: string;
  before: string | undefined;
  after: string | undefined;
}

/** What differs between two records in JSON. None if only the form of the text differs. */
export const diffPayloads = (before: string, after: string): PayloadChange[] =>
  // In an object, because a record may be any JSON value.
  diff({ record: JSON.parse(before) }, { record: JSON.parse(after) }).map((change) => ({
    field: change.path.slice(1).join("."),
    before: change.type === "CREATE" ? undefined : JSON.stringify(change.oldValue),
    after: change.type === "REMOVE" ? undefined : JSON.stringify(change.value),
  }));
