import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Problem } from "../schemas/problem.ts";
import type { AppEnv } from "./app-env.ts";
import { abbreviate, requestTarget } from "./quoted.ts";

type ParameterError = NonNullable<Problem["errors"]>[number];

export const titles = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  421: "Misdirected Request",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  501: "Not Implemented",
  503: "Service Unavailable",
} as const;

export type ProblemStatus = keyof typeof titles & ContentfulStatusCode;

/** Thrown anywhere in a request: becomes its response. */
export class ProblemError extends Error {
  readonly status: ProblemStatus;
  readonly errors: ParameterError[] | undefined;
  readonly headers: Record<string, string> | undefined;

  constructor(
    status: ProblemStatus,
    detail: string,
    options?: { errors?: ParameterError[]; headers?: Record<string, string>; cause?: unknown },
  ) {
    super(detail, { cause: options?.cause });
    this.name = "ProblemError";
    this.status = status;
    this.errors = options?.errors;
    this.headers = options?.headers;
  }

  static unprocessable(...errors: ParameterError[]): ProblemError {
    const subject = errors.length === 1 ? "1 parameter is" : `${errors.length} parameters are`;
    return new ProblemError(422, `${subject} invalid: see errors.`, { errors });
  }
}

/** The RFC 9457 response of `error`. */
export function toResponse(error: ProblemError, c: Context<AppEnv>): Response {
  const body: Problem = {
    type: "about:blank",
    title: titles[error.status],
    status: error.status,
    detail: error.message,
    instance: abbreviate(requestTarget(c)),
    request_id: c.var.requestId,
    ...(error.errors && { errors: error.errors }),
  };
  return c.body(JSON.stringify(body), error.status, {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    ...error.headers,
  });
}

/** Maximum entries of `errors`: more would only repeat the request. */
const MAX_ERRORS = 20;

/** One entry per invalid parameter, with its value in `sent` and the allowed values. */
export function fromValidation(error: z.core.$ZodError, sent: unknown): ProblemError {
  const errors = error.issues.flatMap((issue) => toParameterErrors(issue, sent));
  return ProblemError.unprocessable(...errors.slice(0, MAX_ERRORS));
}

function toParameterErrors(issue: z.core.$ZodIssue, sent: unknown): ParameterError[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ parameter: abbreviate(key), detail: issue.message }));
  if (issue.path.length === 0 && issue.code === "invalid_type")
    return [{ parameter: "body", detail: `${abbreviate(JSON.stringify(sent))} must be a JSON object.` }];
  const parameter = String(issue.path[0] ?? "");
  const value = valueAt(sent, issue.path);
  if (Array.isArray(value) && (issue.code === "invalid_type" || issue.code === "invalid_value"))
    return [{ parameter, detail: "Must be sent once." }];
  const shown = value === undefined ? "It" : abbreviate(JSON.stringify(value));
  if (issue.code === "invalid_value") {
    const allowed = issue.values.map(String);
    return [{ parameter, detail: `${shown} must be one of ${allowed.join(", ")}.`, allowed }];
  }
  return [{ parameter, detail: `${shown} ${issue.message}` }];
}

/** The value at `path`. The path of a repeatable parameter ends with an index, also when it was sent once. */
function valueAt(sent: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : value),
    sent,
  );
}
