import type { z } from "@hono/zod-openapi";
import { ProblemError } from "./problem.ts";

/** An opaque text that holds a list's position. */
export const encodeCursor = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString("base64url");

/**
 * The position in `cursor`, checked against `schema`.
 * @throws {ProblemError} 422 when it is not one of this list's own cursors
 */
export function decodeCursor<Schema extends z.ZodType>(cursor: string, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, "base64url").toString()));
  if (parsed.success) return parsed.data;
  throw ProblemError.unprocessable({
    parameter: "cursor",
    detail:
      "Not a cursor of this list in this order. Send the `next_cursor` of an answer to the same request.",
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
