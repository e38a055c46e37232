import type { z } from "@hono/zod-openapi";
import { type Problem, problem } from "../schemas/problem.ts";
import { type ProblemStatus, titles } from "./problem.ts";
import { MAX_TARGET } from "./target-limit.ts";

const describe = (
  status: ProblemStatus,
  description: string,
  example: Pick<Problem, "detail" | "errors">,
) => ({
  description,
  content: {
    "application/problem+json": {
      schema: problem,
      example: {
        type: "about:blank",
        title: titles[status],
        status,
        instance: "/path?query",
        request_id: "0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11",
        ...example,
      } satisfies Problem,
    },
  },
});

/** The answer with `status`, and what it may say. */
const problemResponse = <Status extends ProblemStatus>(
  status: Status,
  ...said: [description: string, example: Pick<Problem, "detail" | "errors">]
) => ({ [status]: describe(status, ...said) }) as Record<Status, ReturnType<typeof describe>>;

/** A fault of what this service needs. */
export const unavailable = problemResponse(
  503,
  "The warehouse cannot be asked now, or takes too long over this question.",
  { detail: "The warehouse cannot be reached now: try again in a moment." },
);

/** What every endpoint may answer besides its data. */
export const failures = {
  ...problemResponse(401, "A key is needed and none that holds was sent.", {
    detail: "An API key is needed: send the header Authorization: Bearer <key>.",
  }),
  ...problemResponse(414, `Path and query have more than ${MAX_TARGET} characters.`, {
    detail: `The target has 9000 characters, and path and query may have ${MAX_TARGET}: send fewer filters.`,
  }),
  ...problemResponse(421, "The `Host` is not one of this API's names: `ALLOWED_HOSTS` adds others.", {
    detail:
      'Host "api.example.com" is not served here: use localhost, 127.0.0.1, [::1], or add it to ALLOWED_HOSTS.',
  }),
  ...problemResponse(422, "A parameter is unknown, malformed or contradicts another: `errors` names each.", {
    detail: "1 parameter is not acceptable: see errors.",
    errors: [{ parameter: "data_inicio", detail: '"yesterday" must be a date or an instant.' }],
  }),
  ...problemResponse(429, "Too many requests: `Retry-After` says when to come back.", {
    detail: "More than 6000 requests in a minute: wait 12 s, or ask for less at a time.",
  }),
  ...problemResponse(500, "A fault of this service: quote `request_id` when reporting it.", {
    detail: "Something went wrong on our side: report it with this request_id.",
  }),
  ...unavailable,
};

/** What an endpoint that operates the pipeline may answer besides its data. */
export const operatorFailures = {
  ...failures,
  ...problemResponse(400, "The body is not JSON.", {
    detail: "Malformed JSON in request body: send JSON, as /docs shows it.",
  }),
  ...problemResponse(403, "The key may only read.", {
    detail: "This API key may only read: operating the pipeline needs one of scope operator.",
  }),
  ...problemResponse(409, "The pipeline is not in a state for this: `detail` says what is in the way.", {
    detail:
      "Run 412 is at work (workflow enrichment-pipeline-api): wait for its end, see /pipeline/runs/412.",
  }),
  ...problemResponse(413, "The body is too large.", {
    detail: "The body has more than 16384 bytes: send less.",
  }),
  ...problemResponse(415, "The body is not said to be JSON.", {
    detail: "The body must be JSON: send it with Content-Type: application/json.",
  }),
  ...problemResponse(503, "Temporal or the warehouse cannot be asked now.", {
    detail:
      "Temporal, or a worker that it needs for this, does not answer now: try again in a moment, and check both.",
  }),
};

export const notFound = problemResponse(404, "There is no such thing.", {
  detail: "There is no run 99999 in the ledger.",
});

export const notModified = {
  304: { description: "Nothing has changed since the answer with the ETag in `If-None-Match`." },
};

/** The JSON answer of an endpoint. */
export const ok = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: { "application/json": { schema } } },
});
