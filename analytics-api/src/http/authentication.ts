import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { type ApiKeyScope, parseApiKey } from "@enrichment-monitor/warehouse/api-key";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { findPrincipal, type Principal } from "../queries/principal.ts";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";
import type { KeyAttempts } from "./rate-limit.ts";

/** Sets the principal of the API key, if the request has one. `attempts` limits the lookups; undefined sets no limit. */
export const authenticate = (sql: WarehouseClient, attempts: KeyAttempts | undefined) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const [, text = ""] = /^Bearer +(\S+)$/i.exec(c.req.header("Authorization") ?? "") ?? [];
    const key = parseApiKey(text);
    if (key) {
      await attempts?.consume(c);
      const principal = await findPrincipal(sql, key);
      if (principal) await attempts?.refund(c);
      c.set("principal", principal);
    }
    await next();
  });

/** Requires a key with `scope`; follows `authenticate`. Scope operator includes scope read. */
export const requireScope = (scope: ApiKeyScope) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (requirePrincipal(c).scope !== "operator" && scope === "operator")
      throw keyError(
        403,
        "This API key has scope read: operating the pipeline requires scope operator.",
        ', error="insufficient_scope", scope="operator"',
      );
    await next();
  });

/** @throws {ProblemError} 401 without a valid key; follows `authenticate` */
export function requirePrincipal(c: Context<AppEnv>): Principal {
  const { principal } = c.var;
  if (principal) return principal;
  throw c.req.header("Authorization") === undefined
    ? keyError(401, "API key required: send the header Authorization: Bearer <key>.", "")
    : keyError(401, "Invalid API key: unknown, revoked or malformed.", ', error="invalid_token"');
}

const keyError = (status: 401 | 403, detail: string, reason: string): ProblemError =>
  new ProblemError(status, detail, {
    headers: { "WWW-Authenticate": `Bearer realm="analytics-api"${reason}` },
  });
