import type { AlertEvent, AlertReceiver } from "@enrichment-monitor/warehouse/alert-vocabulary";
import type { Sql } from "postgres";
import type { AlertEntry } from "./alert-rules.ts";

/** Identifies a message: there is one for each event of an alert and each receiver. */
export interface AlertMessage {
  alertId: string;
  event: AlertEvent;
  receiver: AlertReceiver;
}

/** The id of a message for its receiver, the same in each attempt. */
export const messageIdOf = ({ alertId, event }: AlertMessage): string => `alert-${alertId}-${event}`;

/**
 * Messages that are neither delivered nor given up, oldest first. The end of an alert is due once its begin is delivered, so that a
 * receiver that was down gets both in their order.
 */
export const readDueMessages = (sql: Sql): Promise<AlertMessage[]> =>
  sql<AlertMessage[]>`
    select alert_id as "alertId", event, receiver from ops.alert_messages as message
    where delivered_at is null and given_up_at is null
      and (event = 'begin' or exists (
        select from ops.alert_messages as begin
        where begin.alert_id = message.alert_id and begin.receiver = message.receiver and begin.event = 'begin'
          and begin.delivered_at is not null))
    order by created_at, alert_id, receiver`;

export interface StoredMessage {
  key: string;
  entry: AlertEntry;
  firstSeenAt: Date;
  lastSeenAt: Date;
  endedAt: Date | null;
  isDelivered: boolean;
}

/** Undefined if the warehouse does not have it, as after a restore of an older one. */
export async function readMessage(
  sql: Sql,
  { alertId, event, receiver }: AlertMessage,
): Promise<StoredMessage | undefined> {
  const [message] = await sql<StoredMessage[]>`
    select key, entry, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt", ended_at as "endedAt",
           delivered_at is not null as "isDelivered"
    from ops.alert_messages join ops.alerts using (alert_id)
    where alert_id = ${alertId} and event = ${event} and receiver = ${receiver}`;
  return message;
}

export async function markDelivered(sql: Sql, { alertId, event, receiver }: AlertMessage): Promise<void> {
  await sql`
    update ops.alert_messages set delivered_at = coalesce(delivered_at, now()), failure = null
    where alert_id = ${alertId} and event = ${event} and receiver = ${receiver}`;
}

/** The later message of the same alert to the same receiver is given up, too: who was not told of the begin is not told of the end. */
export async function markGivenUp(sql: Sql, { alertId, receiver }: AlertMessage): Promise<void> {
  await sql`
    update ops.alert_messages set given_up_at = now()
    where alert_id = ${alertId} and receiver = ${receiver} and delivered_at is null and given_up_at is null`;
}

export async function recordFailure(
  sql: Sql,
  { alertId, event, receiver }: AlertMessage,
  failure: string,
): Promise<void> {
  await sql`
    update ops.alert_messages set failure = ${failure}
    where alert_id = ${alertId} and event = ${event} and receiver = ${receiver}`;
}
