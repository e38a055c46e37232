import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Problem } from "../schemas/problem.ts";
import type { AppEnv } from "./app-env.ts";
import { requestTarget } from "./request-target.ts";

type ParameterError = NonNullable<Problem["errors"]>[number];

export const titles = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
} as const;

export type ProblemStatus = keyof typeof titles & ContentfulStatusCode;

/** Thrown anywhere while answering: becomes the response. */
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
    return new ProblemError(422, `${subject} not acceptable: see errors.`, { errors });
  }
}

/** The response that says what `error` is about. */
export function toResponse(error: ProblemError, c: Context<AppEnv>): Response {
  const body: Problem = {
    type: "about:blank",
    title: titles[error.status],
    status: error.status,
    detail: error.message,
    instance: requestTarget(c),
    request_id: c.var.requestId,
    ...(error.errors && { errors: error.errors }),
  };
  return c.body(JSON.stringify(body), error.status, {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    ...error.headers,
  });
}

/** One entry per parameter that `error` complains about, with the values it may have. */
export function fromValidation(error: z.core.$ZodError): ProblemError {
  return ProblemError.unprocessable(...error.issues.flatMap(toParameterErrors));
}

function toParameterErrors(issue: z.core.$ZodIssue): ParameterError[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((parameter) => ({ parameter, detail: issue.message }));
  const parameter = String(issue.path[0] ?? "");
  if (issue.code === "invalid_value")
    return [{ parameter, detail: "Must be one of the allowed values.", allowed: issue.values.map(String) }];
  if (issue.code === "invalid_type") return [{ parameter, detail: "Must be sent once." }];
  return [{ parameter, detail: issue.message }];
}
