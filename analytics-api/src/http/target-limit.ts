import { createMiddleware } from "hono/factory";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

/** Characters of path and query: 200 workspaces fit in. */
export const MAX_TARGET = 8_192;

export const limitTarget = createMiddleware<AppEnv>(async (c, next) => {
  const { pathname, search } = new URL(c.req.url);
  const length = pathname.length + search.length;
  if (length > MAX_TARGET)
    throw new ProblemError(
      414,
      `The target has ${length} characters, and path and query may have ${MAX_TARGET}: send fewer filters.`,
    );
  await next();
});
