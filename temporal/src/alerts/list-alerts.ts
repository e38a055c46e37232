import type { Sql } from "postgres";
import type { AlertMessage } from "./alert-message.ts";
import type { AttentionEntry } from "./attention-entry.ts";

export interface OpenAlert {
  key: string;
  entry: AttentionEntry;
  firstSeenAt: Date;
  lastSeenAt: Date;
  begunAt: Date;
}

/** Alerts that have begun and not ended, the oldest first. */
export const readOpenAlerts = (sql: Sql): Promise<OpenAlert[]> =>
  sql<OpenAlert[]>`
    select key, entry, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt", begun_at as "begunAt"
    from ops.alerts where begun_at is not null and ended_at is null order by begun_at, key`;

export interface UndeliveredMessage extends AlertMessage {
  key: string;
  createdAt: Date;
  /** Null while it is sent again. */
  givenUpAt: Date | null;
  /** Why the newest attempt failed. */
  failure: string | null;
}

/** Messages that no receiver has accepted, the newest first; at most 100. */
export const readUndelivered = (sql: Sql): Promise<UndeliveredMessage[]> =>
  sql<UndeliveredMessage[]>`
    select alert_id as "alertId", key, event, receiver, created_at as "createdAt", given_up_at as "givenUpAt", failure
    from ops.alert_messages join ops.alerts using (alert_id)
    where delivered_at is null order by created_at desc, alert_id, receiver limit 100`;
