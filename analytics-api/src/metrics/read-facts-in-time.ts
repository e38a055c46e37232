import { setTimeout } from "node:timers/promises";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { Logger } from "pino";
import { type PipelineFacts, readPipelineFacts } from "../queries/pipeline-facts.ts";
import { withSnapshot } from "../sql/snapshot.ts";

/** Prometheus waits 10 s for a scrape by default. */
const TIMEOUT_MS = 3_000;

/**
 * Reads the facts for each scrape; those of the last time if the warehouse does not respond in time. There is one read at a time,
 * however many scrapes wait for it.
 */
export function createFactsReader(sql: WarehouseClient, logger: Logger) {
  let facts: PipelineFacts | undefined;
  let reading: Promise<boolean> | undefined;
  const read = async (): Promise<boolean> => {
    try {
      facts = await withSnapshot(sql, readPipelineFacts);
      return true;
    } catch (err) {
      logger.warn({ err }, "the warehouse could not be read for metrics");
      return false;
    } finally {
      reading = undefined;
    }
  };
  return async () => {
    reading ??= read();
    const isWarehouseUp = await Promise.race([reading, setTimeout(TIMEOUT_MS, false, { ref: false })]);
    return { isWarehouseUp, facts };
  };
}
