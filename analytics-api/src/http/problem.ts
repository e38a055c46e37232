import { STATUS_CODES } from "node:http";
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Problem } from "../schemas/problem.ts";
import type { AppEnv } from "./app-env.ts";
import { abbreviate, requestTarget } from "./quoted.ts";

type ParameterError = NonNullable<Problem["errors"]>[number];

/** As RFC 9110 names them; Node still uses older names. */
const NEW_TITLES: Record<number, string> = { 413: "Content Too Large", 422: "Unprocessable Content" };

export const titleOf = (status: number): string => NEW_TITLES[status] ?? STATUS_CODES[status] ?? "";

interface ProblemOptions extends ErrorOptions {
  errors?: ParameterError[];
  headers?: Record<string, string>;
}

/** Thrown anywhere in a request: becomes its response. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: ContentfulStatusCode;
  readonly options: ProblemOptions;

  constructor(status: ContentfulStatusCode, detail: string, options: ProblemOptions = {}) {
    super(detail, options);
    this.status = status;
    this.options = options;
  }

  static unprocessable(...errors: ParameterError[]): ProblemError {
    const subject = errors.length === 1 ? "1 parameter is" : `${errors.length} parameters are`;
    return new ProblemError(422, `${subject} invalid: see errors.`, { errors });
  }
}

/** RFC 9457 */
export const problemOf = (
  status: number,
  detail: string,
  request: Pick<Problem, "instance" | "request_id" | "errors">,
): Problem => ({ type: "about:blank", title: titleOf(status), status, detail, ...request });

export function toResponse({ status, message, options }: ProblemError, c: Context<AppEnv>): Response {
  const { errors, headers } = options;
  const request = { instance: abbreviate(requestTarget(c)), request_id: c.var.requestId };
  const body = problemOf(status, message, { ...request, ...(errors && { errors }) });
  return c.body(JSON.stringify(body), status, {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    ...headers,
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
