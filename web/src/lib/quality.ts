import type { InferResponseType } from "hono/client";
import type { Api } from "./api.ts";
import type { ProofWindow } from "./pipeline.ts";

type Pipeline = Api["pipeline"];

export type ProofSummary = InferResponseType<Pipeline["proof"]["$get"], 200>["data"]["history"][number];
export type RuleCount = InferResponseType<Pipeline["rejects"]["$get"], 200>["meta"]["by_rule"][number];
export type Reject = InferResponseType<Pipeline["rejects"]["$get"], 200>["data"][number];
export type SourceField = InferResponseType<Pipeline["schema"]["$get"], 200>["data"][number];
export type Duplicate = InferResponseType<Pipeline["duplicates"]["$get"], 200>["data"][number];
export type Deletion = InferResponseType<Pipeline["deletions"]["$get"], 200>["data"][number];

/** Which rejects are listed: those that a later valid version has replaced are resolved. */
export const rejectStates = ["abertos", "resolvidos", "todos"] as const;
export type RejectState = (typeof rejectStates)[number];

/** One part of the proof strip: a window, or equal windows next to each other. */
export interface StripPart {
  /** Numbers of the windows, for example as a key. */
  windows: number[];
  /** ISO 8601; null: no limit. */
  from: string | null;
  to: string | null;
  source: number;
  warehouse: number;
  verdict: ProofWindow["verdict"];
}

/** Up to this number of windows, each has a part of its own. */
const MAX_PARTS = 16;

/** The windows that cover the whole source, by time. Of many windows, equal ones that are next to each other are one part. */
export function proofStrip(windows: readonly ProofWindow[]): StripPart[] {
  const covering = windows.filter(({ origin }) => origin === "boundary" || origin === "half");
  const isJoined = covering.length > MAX_PARTS;
  const parts: StripPart[] = [];
  for (const window of covering) {
    const last = parts.at(-1);
    if (isJoined && last?.verdict === "equal" && window.verdict === "equal") {
      last.windows.push(window.window_no);
      last.to = window.to_at;
      last.source += window.source_records;
      last.warehouse += window.warehouse_records;
    } else
      parts.push({
        windows: [window.window_no],
        from: window.from_at,
        to: window.to_at,
        source: window.source_records,
        warehouse: window.warehouse_records,
        verdict: window.verdict,
      });
  }
  return parts;
}

/** What a field of the source is to the contract. */
export type FieldKind = "agreed" | "other_type" | "missing" | "new";

export function fieldKind(
  { field, json_type, expected }: SourceField,
  fields: readonly SourceField[],
): FieldKind {
  if (expected) return "agreed";
  if (json_type === "absent") return "missing";
  return fields.some((other) => other.field === field && other.expected) ? "other_type" : "new";
}

/** Maximum length of a shown value. */
const SHOWN = 60;

/** The value that a rule refused, as JSON and shortened; undefined if the payload or the field cannot be read. */
export function refusedValue({ payload, field }: Pick<Reject, "payload" | "field">): string | undefined {
  const value = JSON.stringify(parseRecord(payload)?.[field]);
  return value && value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
}

function parseRecord(payload: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(payload) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Whether later records came without it. */
export const hasEnded = ({ records_since }: SourceField): boolean =>
  records_since !== null && records_since > 0;

/** What differs from the contract first, what still comes before what has ended, what was first seen last before earlier. */
export const unexpectedFirst = (fields: readonly SourceField[]): SourceField[] =>
  fields.toSorted(
    (a, b) =>
      Number(a.expected) - Number(b.expected) ||
      Number(hasEnded(a)) - Number(hasEnded(b)) ||
      Date.parse(b.first_seen_at) - Date.parse(a.first_seen_at),
  );
