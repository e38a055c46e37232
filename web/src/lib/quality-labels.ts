import type { Labels } from "./labels.ts";
import { m } from "./paraglide/messages.js";
import type { Deletion, FieldKind, RejectState } from "./quality.ts";

export const rejectStateLabels: Labels<RejectState> = {
  abertos: m.rejects_open,
  resolvidos: m.rejects_resolved,
  todos: m.rejects_all,
};

export const fieldKindLabels: Labels<FieldKind> = {
  agreed: m.field_agreed,
  other_type: m.field_other_type,
  missing: m.field_missing,
  new: m.field_new,
};

const jsonTypeLabels: Record<string, () => string> = {
  string: m.json_string,
  number: m.json_number,
  boolean: m.json_boolean,
  null: m.json_null,
  array: m.json_array,
  object: m.json_object,
  absent: m.json_absent,
};

/** The type of a source's field; as the API has it, if it is unknown here. */
export const jsonTypeLabel = (type: string): string => jsonTypeLabels[type]?.() ?? type;

export const deletionLabels: Labels<Deletion["reason"]> = {
  gone: m.deletion_gone,
  rolled_back: m.quality_deletion_rolled_back,
};
