import type { IncomingMessage } from "node:http";
import type { Principal } from "../queries/principal.ts";
import type { AsOf } from "../schemas/as-of.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import type { ResponseCache } from "./response-cache.ts";

/** What a handler finds in `c.var`. */
export interface AppEnv {
  /** Set by the Node server; absent when a request does not come from a socket. */
  Bindings: { incoming?: IncomingMessage };
  Variables: {
    requestId: string;
    /** Set by `authenticate`: undefined without a valid key. */
    principal: Principal | undefined;
    // The others are set by `snapshot`.
    sql: Snapshot;
    asOf: AsOf;
    warehouseVersion: string;
    responseCache: ResponseCache | undefined;
    /** Whether the response came from the cache; undefined: it was not looked for, is not kept there, or is a 304. */
    cacheResult: "hit" | "miss" | undefined;
  };
}
