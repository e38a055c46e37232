import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { ProblemError } from "./problem.ts";

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/**
 * Lets only requests with `Authorization: Bearer <key>` pass; others get a 401.
 * @param name what the key is called, for the message.
 */
export function requireBearerKey(key: string, name: string): MiddlewareHandler {
  const expected = sha256(key);
  return async (c, next) => {
    const given = /^Bearer +(\S+) *$/i.exec(c.req.header("authorization") ?? "")?.[1];
    // Comparing hashes takes the same time whatever the key.
    if (given === undefined || !timingSafeEqual(sha256(given), expected)) {
      throw new ProblemError(401, `Send the ${name} in the header "Authorization: Bearer <key>".`, {
        headers: { "www-authenticate": "Bearer" },
      });
    }
    await next();
  };
}
