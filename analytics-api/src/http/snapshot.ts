import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { createMiddleware } from "hono/factory";
import { readWarehouseState } from "../queries/warehouse-state.ts";
import { withSnapshot } from "../sql/snapshot.ts";
import type { AnswerCache } from "./answer-cache.ts";
import type { AppEnv } from "./app-env.ts";
import { createRecent } from "./recent.ts";
import { answerAgain, REVALIDATE } from "./revalidation.ts";

/** How old the state may be that answers are given again for: a change is missed for no longer. */
const MAX_AGE_MS = 100;

/**
 * Gives the handler of a GET one snapshot of the warehouse for all its queries, and what it stands for. Answers that clients or
 * `answers` have already are given again before, by a state that is read at most ten times a second for all clients together.
 */
export const snapshot = (sql: WarehouseClient, answers: AnswerCache | undefined) => {
  const recentState = createRecent(() => readWarehouseState(sql), MAX_AGE_MS);
  return createMiddleware<AppEnv>(async (c, next) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") return next();
    if (answers || c.req.header("If-None-Match") !== undefined) {
      const again = answerAgain(c, (await recentState()).version, answers);
      if (again) return again;
    }
    return withSnapshot(sql, async (transaction) => {
      const state = await readWarehouseState(transaction);
      c.set("sql", transaction);
      c.set("asOf", state.asOf);
      c.set("warehouseVersion", state.version);
      c.set("answers", answers);
      await next();
      if (c.res.status < 400) c.header("Cache-Control", REVALIDATE);
    });
  });
};
