import type { Faults } from "./settings.ts";

type Shape = Pick<Faults, "extra_field" | "missing_field" | "retyped_field">;
type Row = Record<string, unknown>;

/** True when the answers are to break their contract's shape. */
export function isMisshapen({ extra_field, missing_field, retyped_field }: Shape): boolean {
  return extra_field || missing_field !== null || retyped_field !== null;
}

function misshapeRow(row: Row, { extra_field, missing_field, retyped_field }: Shape): Row {
  return Object.fromEntries(
    Object.entries(extra_field ? { ...row, score: 0.5 } : row)
      .filter(([name]) => name !== missing_field)
      .map(([name, value]) => [name, name === retyped_field ? retype(value) : value]),
  );
}

function retype(value: unknown): unknown {
  return typeof value === "number" ? String(value) : [value];
}

/** Changes the shape of every record in the JSON text of an answer's `data`, a list or a single record. */
export function misshape(text: string, shape: Shape): string {
  const answer: { data: Row | Row[] } = JSON.parse(text);
  const data = Array.isArray(answer.data)
    ? answer.data.map((row) => misshapeRow(row, shape))
    : misshapeRow(answer.data, shape);
  return JSON.stringify({ ...answer, data });
}
