import type { IncomingMessage } from "node:http";
import type { Caller } from "../queries/caller.ts";
import type { AsOf } from "../schemas/envelope.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import type { AnswerCache } from "./answer-cache.ts";

/** What a handler finds in `c.var`. */
export interface AppEnv {
  /** By the Node server; absent where a request does not come from a socket. */
  Bindings: { incoming?: IncomingMessage };
  Variables: {
    requestId: string;
    /** Set by `identify`: undefined for one without a valid key. */
    caller: Caller | undefined;
    /** Set by the `snapshot` middleware. */
    sql: Snapshot;
    /** Set by the `snapshot` middleware: what everything read by `sql` stands for. */
    asOf: AsOf;
    /** Set by the `snapshot` middleware: changes whenever an answer from the warehouse could. */
    warehouseVersion: string;
    /** Set by the `snapshot` middleware: where `revalidation` keeps answers; undefined: nowhere. */
    answers: AnswerCache | undefined;
  };
}
