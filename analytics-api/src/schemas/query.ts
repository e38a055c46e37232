import { z } from "@hono/zod-openapi";
import { count } from "./wire.ts";

/** The fields of an object; others are refused. */
export const onlyFields = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `Unknown. Allowed here: ${Object.keys(shape).join(", ")}.`
        : undefined,
  });

/** Query parameters; others are refused. */
export const query = onlyFields;

const MAX_VALUES = 50;

/** A parameter that may be sent several times. A row matches if it has any of the values. */
export const repeatable = <Item extends z.ZodType>(item: Item, what?: string) =>
  z
    .preprocess(
      (sent: z.input<Item> | z.input<Item>[]) => [sent].flat(),
      z.array(item).max(MAX_VALUES, { error: `has more than ${MAX_VALUES} values: send fewer.` }),
    )
    .optional()
    .openapi({
      maxItems: MAX_VALUES,
      ...(what && { description: `${what}; repeatable, at most ${MAX_VALUES} times.` }),
    });

export const orders = ["asc", "desc"] as const;

export const wholeNumber = ({ min, max }: { min: number; max: number }) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `must be a whole number from ${min} to ${max}.`,
    })
    .transform(Number)
    .openapi({ type: "integer", minimum: min, maximum: max });

/** Rows per page, `usual` by default. */
export const pageSize = (usual: number) =>
  wholeNumber({ min: 1, max: 100 }).openapi({ default: usual }).default(usual);

const MAX_TEXT = 200;

/**
 * What `searchText` accepts, for validators in any language. It lists the control characters, as not all regular expressions
 * support `\\p{Cc}`, and requires a character that `trim` keeps.
 */
export const TEXT_PATTERN =
  "^[^\\u0000-\\u001f\\u007f-\\u009f]*[^\\s\\ufeff\\u0000-\\u001f\\u007f-\\u009f][^\\u0000-\\u001f\\u007f-\\u009f]*$";

/** PostgreSQL's text cannot hold NUL. */
export const searchText = z
  .string()
  .max(MAX_TEXT, { error: `must have at most ${MAX_TEXT} characters.` })
  .regex(/^\P{Cc}*$/u, { error: "must not contain control characters." })
  .trim()
  .min(1, { error: "must not be empty." })
  .openapi({ pattern: TEXT_PATTERN });

/** For the document of a repeatable `searchText`: its generator cannot derive the items. */
export const searchTexts = {
  type: "array",
  items: { type: "string", minLength: 1, maxLength: MAX_TEXT, pattern: TEXT_PATTERN },
} as const;

/** The parameters of a page, of `usual` rows by default. */
export const pageQuery = (usual: number) => ({
  limit: pageSize(usual),
  cursor: z
    .string()
    .min(1)
    .max(1_000)
    .optional()
    .describe("The `next_cursor` of the previous page; send it with the same other parameters."),
});

export const pageMeta = (usual: number) => ({
  limit: count.openapi({ example: usual }),
  next_cursor: z.string().nullable().openapi({
    description: "Send it as `cursor` for the next page; null on the last page.",
    example: null,
  }),
});
