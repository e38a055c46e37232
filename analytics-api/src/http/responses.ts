import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { asOf } from "../schemas/as-of.ts";
import { type Problem, problem } from "../schemas/problem.ts";
import type { AppEnv } from "./app-env.ts";
import { problemOf } from "./problem.ts";
import { MAX_TARGET } from "./request-checks.ts";

/** The documentation of a problem: when it occurs, and an example. */
const problemResponse = <Status extends number>(
  status: Status,
  description: string,
  { detail, ...errors }: Pick<Problem, "detail" | "errors">,
) => {
  const request = { instance: "/path?query", request_id: "0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11" };
  const example = problemOf(status, detail, { ...request, ...errors });
  const response = { description, content: { "application/problem+json": { schema: problem, example } } };
  return { [status]: response } as Record<Status, typeof response>;
};

export const unavailable = problemResponse(503, "The warehouse is unreachable, or the query timed out.", {
  detail: "The warehouse is unreachable: try again in a moment.",
});

/** Problems of every endpoint. */
export const failures = {
  ...problemResponse(401, "An API key is required, and none or an invalid one was sent.", {
    detail: "API key required: send the header Authorization: Bearer <key>.",
  }),
  ...problemResponse(414, `Path and query have more than ${MAX_TARGET} characters.`, {
    detail: `Path and query have 9000 characters; at most ${MAX_TARGET} are allowed: send fewer filters.`,
  }),
  ...problemResponse(421, "The `Host` is not one of this API's names; `ALLOWED_HOSTS` adds others.", {
    detail:
      'Host "api.example.com" is not allowed: use localhost, 127.0.0.1, [::1], or add it to ALLOWED_HOSTS.',
  }),
  ...problemResponse(422, "A parameter is unknown, malformed or contradicts another; `errors` lists each.", {
    detail: "1 parameter is invalid: see errors.",
    errors: [{ parameter: "data_inicio", detail: '"yesterday" must be a date or an instant.' }],
  }),
  ...problemResponse(429, "Too many requests; `Retry-After` says when to retry.", {
    detail: "More than 6000 requests per minute: retry in 12 s.",
  }),
  ...problemResponse(500, "Internal error; report its `request_id`.", {
    detail: "Internal error: report it with this request_id.",
  }),
  ...unavailable,
};

/** Problems of an endpoint that operates the pipeline. */
export const operatorFailures = {
  ...failures,
  ...problemResponse(400, "The body is not JSON.", {
    detail: "Malformed JSON in request body: send JSON, see /docs.",
  }),
  ...problemResponse(403, "The key has scope `read`.", {
    detail: "This API key has scope read: operating the pipeline requires scope operator.",
  }),
  ...problemResponse(409, "The state of the pipeline does not allow this; `detail` says why.", {
    detail:
      "Run 412 is running (workflow enrichment-pipeline-api): wait for its end, see /pipeline/runs/412.",
  }),
  ...problemResponse(413, "The body is too large.", { detail: "The body exceeds 16384 bytes." }),
  ...problemResponse(415, "The Content-Type is not JSON.", {
    detail: "The body must be JSON: send it with Content-Type: application/json.",
  }),
  ...problemResponse(503, "Temporal or the warehouse is unavailable.", {
    detail: "Temporal, or the worker that this needs, does not respond: check both and try again.",
  }),
};

export const notModified = {
  304: { description: "Nothing has changed since the response with the ETag in `If-None-Match`." },
};

export const ok = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: { "application/json": { schema } } },
});

/** The documented responses of an endpoint that returns data in the envelope. */
export const dataResponses = <Meta extends z.ZodType, Data extends z.ZodType>(
  description: string,
  { meta, data }: { meta: Meta; data: Data },
) => ({ ...ok(description, z.object({ data, meta, as_of: asOf })), ...notModified, ...failures });

/** The same if what the path names may not exist. */
export const foundResponses = <Meta extends z.ZodType, Data extends z.ZodType>(
  description: string,
  schemas: { meta: Meta; data: Data },
) => ({
  ...dataResponses(description, schemas),
  ...problemResponse(404, "Not found.", { detail: "There is no run 99999 in the ledger." }),
});

/** The response itself. */
export const dataResponse = <Meta, Data>(c: Context<AppEnv>, { meta, data }: { meta: Meta; data: Data }) =>
  c.json({ data, meta, as_of: c.var.asOf }, 200);
