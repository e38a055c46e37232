import { setTimeout as sleep } from "node:timers/promises";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { Logger } from "pino";
import { type PipelineFacts, readPipelineFacts } from "../queries/pipeline-facts.ts";
import { withSnapshot } from "../sql/snapshot.ts";

/** Prometheus waits 10 s for a scrape by default. */
const TIMEOUT_MS = 3_000;

/**
 * Reads the facts for each scrape; those of the last time if the warehouse does not respond in time. There is one read at a time,
 * however many scrapes wait for it.
 *
 * @param connect creates a client for one read: a connection whose other end is gone would hang for minutes after the warehouse is back
 */
export function createFactsReader(connect: () => WarehouseClient, logger: Logger) {
  let facts: PipelineFacts | undefined;
  let reading: Promise<boolean> | undefined;
  const read = async (): Promise<boolean> => {
    const sql = connect();
    const disconnect = () => sql.end({ timeout: 0 });
    const giveUp = setTimeout(disconnect, TIMEOUT_MS);
    try {
      facts = await withSnapshot(sql, readPipelineFacts);
      return true;
    } catch (err) {
      logger.warn({ err }, "the warehouse could not be read for metrics");
      return false;
    } finally {
      clearTimeout(giveUp);
      reading = undefined;
      await disconnect();
    }
  };
  return async () => {
    reading ??= read();
    // Connecting takes until its own time-out.
    const isWarehouseUp = await Promise.race([reading, sleep(TIMEOUT_MS, false, { ref: false })]);
    return { isWarehouseUp, facts };
  };
}
