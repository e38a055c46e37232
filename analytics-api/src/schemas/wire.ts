import { z } from "@hono/zod-openapi";

const dateTime = { format: "date-time", example: "2026-11-23T17:05:09.000Z" };

/** A `timestamptz`: a Date in the process, ISO 8601 in UTC (`…Z`) in JSON. */
export const instant = z.date().openapi({ type: "string", ...dateTime });

export const instantOrNull = z
  .date()
  .nullable()
  .openapi({ type: ["string", "null"], ...dateTime });

/** An `instant` from the source, which may be any that PostgreSQL can hold. */
export const sourceInstant = z
  .date()
  .openapi({ type: ["string", "null"], ...dateTime })
  .describe(
    "ISO 8601; before the year 1 and from 10000 on with a sign and six digits (`-000043-…`). Null if PostgreSQL holds `infinity` or a year from 275761 on.",
  );

export const zone = z.string().openapi({ example: "America/Sao_Paulo" });

export const count = z.number().int().min(0);

/** Any UUID that PostgreSQL accepts, of any version. */
export const uuid = z
  .guid({ error: "must be a UUID." })
  .openapi({ format: "uuid", example: "0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11" });

export const recordKey = uuid.describe("The source's id if it is a UUID, otherwise a UUID derived from it.");

export const rawJson = z.string().openapi({
  description: "The JSON text exactly as the source sent it.",
  example: '{"id":"f47ac10b-58cc-4372-a567-0e02b2c3d479","total_contacts":1500}',
});

/** A named schema or null: the OpenAPI generator ignores `.nullable()` on such a schema. */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);
