import type { z } from "@hono/zod-openapi";
import type { PageRead } from "../sql/snapshot.ts";
import { ProblemError } from "./problem.ts";
import { abbreviate } from "./quoted.ts";

/** A page of a list, and its `meta`. `read` reads rows after a position, which `schema` validates. */
export async function readPage<Position, Row>(
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  schema: z.ZodType<Position>,
  read: (page: PageRead<Position>) => PromiseLike<Row[]>,
  positionOf: (row: Row) => unknown,
) {
  // One row more shows whether there is a next page.
  const rows = await read({ limit: limit + 1, after: decodeCursor(cursor, schema) });
  return toPage(rows, limit, positionOf);
}

/** The first `limit` of `rows`, and the `meta` of their page. */
export function toPage<Row>(rows: Row[], limit: number, positionOf: (row: Row) => unknown) {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const next_cursor = last ? Buffer.from(JSON.stringify(positionOf(last))).toString("base64url") : null;
  return { rows: rows.slice(0, limit), page: { limit, next_cursor } };
}

/** @throws {ProblemError} 422 when `cursor` does not hold a position of this list */
export function decodeCursor<Position>(cursor: string | undefined, schema: z.ZodType<Position>) {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch {
    throw ProblemError.unprocessable({
      parameter: "cursor",
      detail: `"${abbreviate(cursor)}" is not a cursor of this list in this order: send the \`next_cursor\` of a response to the same request.`,
    });
  }
}
