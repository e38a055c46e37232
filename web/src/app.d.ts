import type { Session } from "#lib/server/session.ts";

declare global {
  namespace App {
    interface Locals {
      /** Undefined for visitors who have not signed in. */
      session: Session | undefined;
    }
  }
}
