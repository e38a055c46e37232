import type { z } from "@hono/zod-openapi";
import { documentProblem, requireJson } from "../../problem.ts";

/** What all operations of the admin API have in common, for their documentation. */
export const adminOperation = { security: [{ adminKey: [] }], tags: ["Admin"] };

/** Of every operation. */
export const keyRefusals = { 401: documentProblem("No admin key, or a wrong one.") };

/** Of every operation with a body. */
export const bodyRefusals = {
  400: documentProblem("The body is no JSON."),
  415: documentProblem("The body is not sent as `application/json`, or compressed."),
  422: documentProblem("The body is not as it should be."),
};

/** A 200 with a JSON body of a schema. */
export function adminAnswer<T extends z.ZodType>(description: string, schema: T) {
  return { 200: { description, content: { "application/json": { schema } } }, ...keyRefusals };
}

/** A request with a JSON body of a schema. */
export function adminBody<T extends z.ZodType>(schema: T) {
  return {
    request: { body: { required: true, content: { "application/json": { schema } } } },
    middleware: requireJson,
  };
}
