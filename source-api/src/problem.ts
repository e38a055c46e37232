import { STATUS_CODES } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import { z } from "@hono/zod-openapi";
import type { ErrorHandler, Hono, MiddlewareHandler, NotFoundHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Logger } from "pino";

/** RFC 9457. */
export const problemSchema = z
  .object({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .describe("What is wrong with each field of the request."),
  })
  .openapi("Problem");
export type Problem = z.infer<typeof problemSchema>;

/** A problem among the responses that a route documents. */
export function documentProblem(description: string) {
  return { description, content: { "application/problem+json": { schema: problemSchema } } };
}

/** How much of what a client sent an error shows; in characters. */
const MAX_SHOWN = 200;

/** The beginning of what a client sent, for an error. */
export const abbreviate = (text: string): string =>
  text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN - 3)}...`;

/** Thrown anywhere under a route; becomes an `application/problem+json` response. */
export class ProblemError extends Error {
  readonly status: ContentfulStatusCode;
  readonly headers: Record<string, string>;
  readonly errors: Problem["errors"];

  constructor(
    status: ContentfulStatusCode,
    detail: string,
    { headers = {}, errors }: { headers?: Record<string, string>; errors?: Problem["errors"] } = {},
  ) {
    super(detail);
    this.name = "ProblemError";
    this.status = status;
    this.headers = headers;
    this.errors = errors;
  }
}

/** What the response says about `error`. */
export function describeProblem({ status, message, errors }: ProblemError): Problem {
  return {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: message,
    ...(errors && { errors }),
  };
}

export function problemResponse(error: ProblemError): Response {
  const { status, headers } = error;
  return Response.json(describeProblem(error), {
    status,
    headers: { ...headers, "content-type": "application/problem+json" },
  });
}

const BODY_REMEDY = "send a JSON text, not compressed, with Content-Type: application/json.";

/** Refuses what the validator takes for an empty object, which is no body, and a compressed body, which it parses as it is. */
export const requireJson: MiddlewareHandler = async (c, next) => {
  const { "content-type": type = "", "content-encoding": encoding = "identity" } = c.req.header();
  if (!/^application\/json\s*(;.*)?$/i.test(type) || encoding !== "identity")
    throw new ProblemError(
      415,
      `The body has Content-Type "${abbreviate(type)}" and Content-Encoding "${abbreviate(encoding)}": ${BODY_REMEDY}`,
    );
  await next();
};

/** For the `onError` of an app: what is not a problem that we foresaw is logged and becomes a 500. */
export function createErrorHandler(log: Logger): ErrorHandler {
  return (error) => {
    if (error instanceof ProblemError) return problemResponse(error);
    if (error instanceof HTTPException)
      return problemResponse(new ProblemError(error.status, `${error.message}: ${BODY_REMEDY}`));
    log.error({ err: error }, "A request failed unexpectedly.");
    return problemResponse(new ProblemError(500, "The source API failed; its log says how."));
  };
}

/** Answers 405 with `Allow` where a path exists, but not with the request's method. */
export const refuseOtherMethods = (app: Hono<{ Bindings: HttpBindings }>) =>
  methodNotAllowed({
    app,
    onMethodNotAllowed: (c, methods) => {
      const allow = methods.join(", ");
      return problemResponse(
        new ProblemError(405, `${c.req.method} is not possible here: use ${allow}.`, { headers: { allow } }),
      );
    },
  });

export const answerNotFound: NotFoundHandler = (c) =>
  problemResponse(
    new ProblemError(
      404,
      `There is nothing at ${c.req.method} ${abbreviate(c.req.path)}; /docs lists what there is.`,
    ),
  );

/** For the `defaultHook` of an app: a request that its route's schema refuses becomes a 422. */
export function refuseInvalid(
  result: { success: true } | { success: false; error: z.ZodError; data?: unknown },
): void {
  if (result.success) return;
  const errors = result.error.issues.flatMap((issue) => describeIssue(issue, result.data));
  throw new ProblemError(422, errors.map(({ message }) => message).join(" "), { errors });
}

/** Names the field, its value in `sent` and what it must be. */
function describeIssue(issue: z.core.$ZodIssue, sent: unknown): NonNullable<Problem["errors"]> {
  if (issue.code === "unrecognized_keys")
    return issue.keys
      .map(abbreviate)
      .map((key) => ({ field: key, message: `${key} is unknown: leave it out.` }));
  const field = issue.path.join(".") || "body";
  const value = valueAt(sent, issue.path);
  const shown = value === undefined ? `${field} is missing` : `${field}=${abbreviate(textOf(value))}`;
  // Ours begin with "must", those of zod are sentences.
  return [
    {
      field,
      message: `${shown}${issue.message.startsWith("must") ? " " : ": "}${abbreviate(issue.message)}`,
    },
  ];
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function valueAt(sent: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    sent,
  );
}
