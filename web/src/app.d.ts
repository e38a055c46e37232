import type { Failure } from "#lib/api.ts";
import type { Session } from "#lib/server/session.ts";

declare global {
  namespace App {
    interface Locals {
      /** Undefined for visitors who have not signed in. */
      session: Session | undefined;
    }

    /** What `loadContent` adds to the data of every page, so that the layout can show it. */
    interface PageData {
      /** Why the newest read of the page's content failed; undefined if it succeeded. */
      failure?: Failure | undefined;
      /** When the content that is shown was read, in epoch milliseconds; undefined without content. */
      readAt?: number | undefined;
      /** When the first of the failed reads in a row was, in epoch milliseconds. */
      failingSince?: number | undefined;
    }
  }
}
