import { EventEmitter, once } from "node:events";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { Logger } from "pino";

/** The channel that the warehouse's triggers notify. */
const CHANNEL = "warehouse_changed";

/** Minimum interval between two reads: a busy run commits many times a second. */
const READ_INTERVAL_MS = 250;

/** Proxies close a connection that is idle for a minute or less. */
const HEARTBEAT_MS = 15_000;

export interface ChangeFeed<State> {
  /**
   * The current state, then newer ones as the subscriber requests them; without changes, the same state as a heartbeat. Ends with
   * `signal` or the feed.
   * @throws when the state cannot be read
   */
  follow(signal: AbortSignal): Promise<AsyncGenerator<State, void>>;
  close(): void;
}

/**
 * Reads the state after each notification, once for all subscribers, so that a slow subscriber needs no buffer. One connection listens
 * from the first subscriber on, and reconnects after an outage of PostgreSQL.
 */
export function createChangeFeed<State>(dependencies: {
  sql: WarehouseClient;
  read: () => Promise<State>;
  logger: Logger;
}): ChangeFeed<State> {
  const { sql, read, logger } = dependencies;
  const changes = new EventEmitter().setMaxListeners(0);
  let state: State | undefined;
  let closed = false;
  let stale = false;
  let refreshing = false;
  let heartbeat: NodeJS.Timeout | undefined;

  function listen(): void {
    if (heartbeat) return;
    heartbeat = setInterval(refresh, HEARTBEAT_MS).unref();
    // Also after each reconnect: notifications may have been missed.
    sql.listen(CHANNEL, refresh, refresh).catch((err: unknown) => {
      logger.warn({ err }, "LISTEN failed; retrying");
    });
  }

  async function refresh(): Promise<void> {
    stale = true;
    if (refreshing) return;
    refreshing = true;
    while (stale && !closed) {
      stale = false;
      try {
        state = await read();
      } catch (err) {
        logger.warn({ err }, "reading the pipeline state failed; retrying at the next change or heartbeat");
      }
      // Also without a new state: subscribers need a heartbeat.
      changes.emit("change");
      await new Promise((resolve) => setTimeout(resolve, READ_INTERVAL_MS).unref());
    }
    refreshing = false;
  }

  async function* states(initial: State, signal: AbortSignal) {
    for (let current = initial; !signal.aborted && !closed; current = state ?? current) {
      yield current;
      // `once` rejects when the signal aborts, which ends the loop.
      if (state === current && !closed) await once(changes, "change", { signal }).catch(() => undefined);
    }
  }

  return {
    async follow(signal) {
      listen();
      const present = state ?? (await read());
      // Keeps a newer state that was read meanwhile.
      state ??= present;
      return states(state, signal);
    },
    close() {
      closed = true;
      clearInterval(heartbeat);
      changes.emit("change");
    },
  };
}
