import type { z } from "@hono/zod-openapi";
import { ProblemError } from "./problem.ts";
import { abbreviate } from "./quoted.ts";

/** The first `limit` of `rows`, and the cursor of the next page; null on the last page. */
export function cursorPage<Row>(rows: readonly Row[], limit: number, positionOf: (row: Row) => unknown) {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), nextCursor: last ? encodeCursor(positionOf(last)) : null };
}

/** An opaque text that holds a position in a list. */
const encodeCursor = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString("base64url");

/**
 * The position in `cursor`, validated by `schema`; undefined without a cursor.
 * @throws {ProblemError} 422 when it is not a cursor of this list
 */
export function decodeCursor<Schema extends z.ZodType>(
  cursor: string | undefined,
  schema: Schema,
): z.output<Schema> | undefined {
  if (cursor === undefined) return undefined;
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, "base64url").toString()));
  if (parsed.success) return parsed.data;
  throw ProblemError.unprocessable({
    parameter: "cursor",
    detail: `"${abbreviate(cursor)}" is not a cursor of this list in this order: send the \`next_cursor\` of a response to the same request.`,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
