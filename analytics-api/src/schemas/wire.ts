import { z } from "@hono/zod-openapi";

/** A `timestamptz`: a Date in the process, ISO 8601 in UTC (`…Z`) on the wire. */
export const instant = z
  .date()
  .openapi({ type: "string", format: "date-time", example: "2026-11-23T17:05:09.000Z" });

/** A number of things, which never is negative. */
export const count = z.number().int().min(0);
