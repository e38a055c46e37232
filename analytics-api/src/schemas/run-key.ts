import { z } from "@hono/zod-openapi";
import { uuid } from "./wire.ts";

const isNumber = (text: string): boolean => /^\d{1,9}$/.test(text);

/** What names a run in a path: its id or its number. */
export const runKey = z
  .string()
  .refine((text) => isNumber(text) || uuid.safeParse(text).success, {
    error: "must be a run's id (a UUID) or its number.",
  })
  .openapi({
    pattern: "^([0-9]{1,9}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$",
    example: "48",
  });

export const parseRunKey = (key: string): { id: string } | { number: number } =>
  isNumber(key) ? { number: Number(key) } : { id: key };
