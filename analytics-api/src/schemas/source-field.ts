import { z } from "@hono/zod-openapi";
import { instant, rawJson, uuid } from "./wire.ts";

/** A row of `ops.source_fields`. */
export const sourceField = z
  .object({
    field: z.string().openapi({ example: "total_contacts" }),
    json_type: z.string().openapi({ example: "number" }),
    expected: z.boolean().openapi({ description: "Whether the contract with the source knows it." }),
    first_seen_at: instant,
    first_seen_run_id: uuid.nullable(),
    example: rawJson.nullable().openapi({ example: "1500" }),
  })
  .openapi("SourceField");

export type SourceField = z.infer<typeof sourceField>;
