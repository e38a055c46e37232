import { z } from "@hono/zod-openapi";

/** Query parameters, no others allowed. */
export const query = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `Unknown. Allowed here: ${Object.keys(shape).join(", ")}.`
        : undefined,
  });

/** A parameter that may be sent several times; a row matches when it has any of the values. */
export const repeatable = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((sent: z.input<Item> | z.input<Item>[]) => [sent].flat(), z.array(item).max(50)).optional();

/** Directions of a sorted list. */
export const orders = ["asc", "desc"] as const;

/** A whole number written in digits. */
export const wholeNumber = ({ min, max }: { min: number; max: number }) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: "Must be a whole number.", abort: true })
    .transform(Number)
    .pipe(
      z
        .number()
        .min(min, { error: `Must be at least ${min}.` })
        .max(max, { error: `Must be at most ${max}.` }),
    )
    .openapi({ type: "integer", minimum: min, maximum: max });

/** Text for the database, which knows no NUL. */
export const searchText = z
  .string()
  .trim()
  .min(1, { error: "Must not be empty." })
  .max(200, { error: "Must have at most 200 characters." })
  .regex(/^\P{Cc}*$/u, { error: "Must not contain control characters." });

/** Where a page begins. */
export const cursor = z.string().min(1).max(1_000).optional().openapi({
  description: "The `next_cursor` of the page before, with the same other parameters.",
});
