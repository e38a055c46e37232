import { z } from "@hono/zod-openapi";
import { FLAWS } from "./flaws.ts";
import { TROUBLES } from "./troubles.ts";

/** A request for so many is answered within seconds. */
const MAX_COUNT = 100_000;
const count = z.int().min(1).max(MAX_COUNT);
const ids = z.array(z.string()).min(1);
/** A year and a day. */
const MAX_SECONDS = 366 * 86_400;
const seconds = z.int().min(1).max(MAX_SECONDS);

export const countSchema = z.strictObject({ count }).openapi("Count");

function targetWith<T extends z.ZodRawShape>(shape: T) {
  return z.union([z.strictObject({ count, ...shape }), z.strictObject({ ids, ...shape })], {
    error: `must have either count, from 1 to ${MAX_COUNT}, or ids, a list of texts${Object.keys(shape).map((name) => `; and may have ${name}, a whole number from 1 to ${MAX_SECONDS}`)}.`,
  });
}

/** So many records, chosen by the seed, or those with the given ids, as served; unknown ids are left out. */
export const targetSchema = targetWith({}).openapi("Target");
export type Target = z.infer<typeof targetSchema>;

const forSeconds = seconds
  .optional()
  .describe(
    "After so many seconds of the dataset's clock they are listed again; without it, after `unhide`.",
  );

export const lossSchema = targetWith({ for_seconds: forSeconds }).openapi("Loss");

const restoredSeconds = seconds
  .optional()
  .describe("To what they were so many seconds ago; without it, before their last update.");

export const restoreSchema = targetWith({ seconds: restoredSeconds }).openapi("Restore");

export const lateUpdateSchema = targetWith({
  seconds: seconds.describe("How far in the past `updated_at` lies."),
}).openapi("LateUpdate");

export const lateCreationSchema = z
  .strictObject({
    count,
    seconds: seconds.describe("How far in the past `created_at` and `updated_at` lie."),
  })
  .openapi("LateCreation");

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

export const troubleSchema = z
  .strictObject({
    workspace: z.guid().describe("The id of a workspace; nothing happens if no record has it."),
    kind: z
      .enum([...TROUBLES, "none"])
      .describe(
        "What happens to its jobs that arrive from now on: all fail, take five times as long, never end, or do not arrive (`silent`, from the next hour on). `none` ends the trouble.",
      ),
  })
  .openapi("Trouble");
export type PlantedTrouble = z.infer<typeof troubleSchema>["kind"];

/** What makes the source break its promises: see `damage.ts`. */
const damageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("lose"), target: targetSchema, for_seconds: forSeconds }),
  z.object({ type: z.enum(["unhide", "double", "undouble"]), target: targetSchema }),
  z.object({ type: z.literal("restore"), target: targetSchema, seconds: restoredSeconds }),
  z.object({ type: z.literal("update-late"), target: targetSchema, seconds }),
  z.object({ type: z.literal("create-late"), ...lateCreationSchema.shape }),
]);
export type Damage = z.infer<typeof damageSchema>;

/** What people do to records, beyond the natural course of things. */
export const interventionSchema = z.discriminatedUnion("type", [
  z.object({ type: z.enum(["create", "touch", "bulk-update"]), count }),
  z.object({ type: z.enum(["delete", "repair"]), target: targetSchema }),
  z.object({ type: z.literal("trouble"), ...troubleSchema.shape }),
  z.object({ type: z.literal("malform"), ...malformationSchema.shape }),
  damageSchema,
]);
export type Intervention = z.infer<typeof interventionSchema>;
