import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { AlertMessage } from "../alerts/alert-message.ts";
import { readOpenAlerts, readUndelivered } from "../alerts/list-alerts.ts";
import { deliveryWorkflowId } from "../alerts/start-deliveries.ts";
import { formatTime, print, printJson, printTable } from "./output.ts";

/** Prints the alerts that have begun and not ended, and the messages that have not been delivered. */
export async function listAlerts(sql: WarehouseClient, { json }: { json?: boolean }): Promise<void> {
  const [alerts, undelivered] = await Promise.all([readOpenAlerts(sql), readUndelivered(sql)]);
  if (json) {
    printJson({ alerts, undelivered: undelivered.map((row) => ({ ...row, workflowId: workflowOf(row) })) });
    return;
  }
  if (alerts.length === 0) print("No alert lasts.");
  else
    printTable(
      ["Alert", "Since", "Last seen"],
      alerts.map(({ key, firstSeenAt, lastSeenAt }) => [
        key,
        formatTime(firstSeenAt),
        formatTime(lastSeenAt),
      ]),
    );
  if (undelivered.length === 0) return;
  print("\nNot delivered:");
  printTable(
    ["Alert", "Event", "Receiver", "Since", "State", "Newest failure"],
    undelivered.map(({ key, event, receiver, createdAt, givenUpAt, failure }) => [
      key,
      event,
      receiver,
      formatTime(createdAt),
      givenUpAt ? "given up" : "is sent again",
      failure ?? "none",
    ]),
  );
}

const workflowOf = ({ alertId, event, receiver }: AlertMessage): string =>
  deliveryWorkflowId({ alertId, event, receiver });
