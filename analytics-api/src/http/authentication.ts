import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { type ApiKeyScope, parseApiKey } from "@enrichment-monitor/warehouse/api-key";
import { createMiddleware } from "hono/factory";
import { findCaller } from "../queries/caller.ts";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";
import type { KeyAttempts } from "./rate-limit.ts";

/** Finds out whose key the request shows, if any. Looks up no more keys than `attempts` allows; undefined sets no limit. */
export const identify = (sql: WarehouseClient, attempts: KeyAttempts | undefined) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const [, text = ""] = /^Bearer +(\S+)$/i.exec(c.req.header("Authorization") ?? "") ?? [];
    const key = parseApiKey(text);
    if (key) {
      await attempts?.begin(c);
      const caller = await findCaller(sql, key);
      if (caller) await attempts?.forgive(c);
      c.set("caller", caller);
    }
    await next();
  });

/** Lets through only callers whose key has `scope`; follows `identify`. A key that may operate may read, too. */
export const requireKey = (scope: ApiKeyScope) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const { caller } = c.var;
    if (!caller) throw unauthorized(c.req.header("Authorization") !== undefined);
    if (scope === "operator" && caller.scope !== "operator") throw forbidden();
    await next();
  });

const unauthorized = (shown: boolean): ProblemError =>
  shown
    ? new ProblemError(401, "This API key does not hold: it is unknown, revoked, or not written whole.", {
        headers: { "WWW-Authenticate": 'Bearer realm="analytics-api", error="invalid_token"' },
      })
    : new ProblemError(401, "An API key is needed: send the header Authorization: Bearer <key>.", {
        headers: { "WWW-Authenticate": 'Bearer realm="analytics-api"' },
      });

const forbidden = (): ProblemError =>
  new ProblemError(403, "This API key may only read: operating the pipeline needs one of scope operator.", {
    headers: {
      "WWW-Authenticate": 'Bearer realm="analytics-api", error="insufficient_scope", scope="operator"',
    },
  });
