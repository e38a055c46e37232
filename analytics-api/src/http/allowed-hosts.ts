import { createMiddleware } from "hono/factory";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";
import { abbreviate } from "./quoted.ts";

/**
 * Refuses requests for a host that is not among `allowed` (names without ports). A page of another site can make its own name
 * resolve to this machine (DNS rebinding), and would read the answers as its own: its requests carry that name.
 */
export const requireAllowedHost = (allowed: readonly string[]) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const host = c.req.header("Host") ?? "";
    if (!allowed.includes(hostNameOf(host)))
      throw new ProblemError(
        421,
        `Host "${abbreviate(host)}" is not served here: use ${allowed.join(", ")}, or add it to ALLOWED_HOSTS.`,
      );
    await next();
  });

/** A Host header's name without its port; `[::1]` keeps its brackets. */
const hostNameOf = (host: string): string => host.replace(/:\d*$/, "").toLowerCase();
