import type { TransactionSql } from "postgres";

/**
 * Deletes the alerts that ended before the cutoff, with their messages. One whose message is still to be delivered stays. All at once: a
 * day has few.
 */
export async function purgeAlerts(sql: TransactionSql, cutoff: Date): Promise<void> {
  await sql`
    with ended as (
      select alert_id from ops.alerts
      where ended_at < ${cutoff}
        and not exists (select from ops.alert_messages as message
                        where message.alert_id = alerts.alert_id and delivered_at is null and given_up_at is null)
    ), deleted_messages as (
      delete from ops.alert_messages as message using ended where message.alert_id = ended.alert_id
    )
    delete from ops.alerts using ended where alerts.alert_id = ended.alert_id`;
}
