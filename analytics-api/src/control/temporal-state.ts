import { setTimeout } from "node:timers/promises";
import { readTemporalState, type TemporalState } from "@enrichment-monitor/warehouse/temporal-state";
import type { Logger } from "pino";
import { sharedFor } from "../http/snapshot.ts";
import type { TemporalClient } from "./temporal-client.ts";

/** The state is read at most this often for all clients together. */
const MAX_AGE_MS = 3_000;

const TIMEOUT_MS = 500;

/**
 * Reads the state of the schedule and the workers; null when Temporal does not respond in time. After that, responses do not wait any
 * more until it responds again.
 */
export function createTemporalStateReader(temporal: TemporalClient, logger: Logger) {
  let isResponding = true;
  const read = sharedFor(MAX_AGE_MS, async () => {
    try {
      const state = await temporal.call(readTemporalState);
      isResponding = true;
      return state;
    } catch (err) {
      logger.warn({ err }, "Temporal did not report the state of the schedule");
      return null;
    }
  });
  return async (): Promise<TemporalState | null> => {
    const state = read();
    if (!isResponding) return null;
    const first = await Promise.race([state, setTimeout(TIMEOUT_MS, null, { ref: false })]);
    if (first === null) isResponding = false;
    return first;
  };
}
