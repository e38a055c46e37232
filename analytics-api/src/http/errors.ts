import type { ErrorHandler, NotFoundHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import postgres from "postgres";
import type { AppEnv } from "./app-env.ts";
import { ProblemError, toResponse } from "./problem.ts";
import { abbreviate } from "./quoted.ts";

export const notFound: NotFoundHandler<AppEnv> = (c) =>
  toResponse(new ProblemError(404, `There is no ${c.req.method} ${abbreviate(c.req.path)}: see /docs.`), c);

/** Responds with a problem that says what the client can do about `error`. */
export const onError: ErrorHandler<AppEnv> = (error, c) => toResponse(toProblem(error), c);

function toProblem(error: Error): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof HTTPException && error.status === 400)
    return new ProblemError(400, `${error.message}: send JSON, see /docs.`);
  const code =
    error instanceof postgres.PostgresError ? error.code : "code" in error ? String(error.code) : "";
  if (code === INVALID_PARAMETER_VALUE && /time zone/.test(error.message))
    return ProblemError.unprocessable({
      parameter: "fuso",
      detail: "PostgreSQL does not know this time zone: use its IANA name, such as America/Sao_Paulo.",
    });
  if (code === QUERY_CANCELED)
    return new ProblemError(503, "Query timed out: request a shorter period or fewer filters.");
  if (UNREACHABLE.test(code))
    return new ProblemError(503, "The warehouse is unreachable: try again in a moment.");
  return new ProblemError(500, "Internal error: report it with this request_id.");
}

/** SQLSTATEs, and the codes of postgres.js and Node when there is no connection. */
const INVALID_PARAMETER_VALUE = "22023";
const QUERY_CANCELED = "57014";
const UNREACHABLE = /^(08|53|57P|CONNECT|E(CONN|HOST|NET|PIPE|TIMEDOUT|AI_|NOTFOUND))/;
