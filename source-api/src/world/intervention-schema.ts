import { z } from "@hono/zod-openapi";
import { FLAWS } from "./flaws.ts";

const count = z.int().min(1).max(1_000_000);

export const countSchema = z.strictObject({ count }).openapi("Count");

/** So many records, chosen by the seed, or those with the given ids, as served; unknown ids are left out. */
export const targetSchema = z
  .union([z.strictObject({ count }), z.strictObject({ ids: z.array(z.string()).min(1) })])
  .openapi("Target");
export type Target = z.infer<typeof targetSchema>;

export const malformationSchema = z
  .strictObject({
    kind: z.enum(FLAWS),
    count,
    fresh: z
      .boolean()
      .default(false)
      .describe("New records, malformed from the start, instead of existing ones. `bad_uuid` is always so."),
  })
  .openapi("Malformation");

/** What people do to records, beyond the natural course of things. */
export const interventionSchema = z.discriminatedUnion("type", [
  z.object({ type: z.enum(["create", "touch", "bulk-update"]), count }),
  z.object({ type: z.enum(["delete", "repair"]), target: targetSchema }),
  z.object({ type: z.literal("malform"), ...malformationSchema.shape }),
]);
export type Intervention = z.infer<typeof interventionSchema>;
