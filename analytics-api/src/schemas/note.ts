import { z } from "@hono/zod-openapi";

/** A reason that an operator gives, for the others. It may have several lines. */
export const note = (example: string) =>
  z
    .string({ error: "must be a text." })
    // PostgreSQL's text cannot hold it.
    .refine((text) => !text.includes("\0"), { error: "must not contain the character NUL." })
    .trim()
    .min(1, { error: "must give a reason." })
    .max(500, { error: "must have at most 500 characters." })
    .openapi({ description: "The reason, for other operators.", example, pattern: "^[^\\u0000]*$" });
