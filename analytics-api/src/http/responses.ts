import type { z } from "@hono/zod-openapi";
import { problem } from "../schemas/problem.ts";

const problemResponse = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: problem } },
});

/** What every endpoint may answer besides its data. */
export const failures = {
  401: problemResponse("A key is needed and none that holds was sent."),
  422: problemResponse("A parameter is unknown, malformed or contradicts another: `errors` names each."),
  429: problemResponse("Too many requests: `Retry-After` says when to come back."),
  500: problemResponse("A fault of this service: quote `request_id` when reporting it."),
  503: problemResponse("The warehouse cannot be asked now, or takes too long over this question."),
};

/** What an endpoint that operates the pipeline may answer besides its data. */
export const operatorFailures = {
  ...failures,
  400: problemResponse("The body is not JSON."),
  403: problemResponse("The key may only read."),
  409: problemResponse("The pipeline is not in a state for this: `detail` says what is in the way."),
  413: problemResponse("The body is too large."),
  415: problemResponse("The body is not said to be JSON."),
  503: problemResponse("Temporal or the warehouse cannot be asked now."),
};

export const notFound = { 404: problemResponse("There is no such thing.") };

export const notModified = {
  304: { description: "Nothing has changed since the answer with the ETag in `If-None-Match`." },
};

/** The JSON answer of an endpoint. */
export const ok = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: { "application/json": { schema } } },
});
