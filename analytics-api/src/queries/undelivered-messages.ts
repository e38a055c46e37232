import type { Snapshot } from "../sql/snapshot.ts";

/** Messages of alerts that their receiver has not accepted, and whose delivery is not given up. */
export async function countUndeliveredMessages(sql: Snapshot): Promise<number> {
  const [counted] = await sql<[{ messages: number }]>`
    select count(*) as messages from ops.alert_messages where delivered_at is null and given_up_at is null`;
  return counted.messages;
}
