import { EventEmitter, once } from "node:events";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { Logger } from "pino";

/** What the warehouse's triggers notify. */
const CHANNEL = "warehouse_changed";

/** A busy run commits many times a second: the state is read no more often than this. */
const READ_INTERVAL_MS = 250;

/** Proxies cut a connection on which nothing is said for a minute or less. */
const HEARTBEAT_MS = 15_000;

export interface ChangeFeed<State> {
  /**
   * The present state, then newer ones, each as soon as the reader asks for it; when nothing changes, the same again as a
   * heartbeat. Ends with `signal` or the feed.
   * @throws when the state cannot be read
   */
  follow(signal: AbortSignal): Promise<AsyncGenerator<State, void>>;
  close(): void;
}

export interface ChangeFeedDependencies<State> {
  sql: WarehouseClient;
  read: () => Promise<State>;
  logger: Logger;
}

/**
 * Reads the state whenever the warehouse says that it has changed, once for all readers: a reader holds nothing but its
 * place, however slow it is. From the first reader on one connection listens; PostgreSQL may go away and come back.
 */
export function createChangeFeed<State>({
  sql,
  read,
  logger,
}: ChangeFeedDependencies<State>): ChangeFeed<State> {
  const changes = new EventEmitter().setMaxListeners(0);
  let state: State | undefined;
  let listening = false;
  let closed = false;
  let stale = false;
  let keepingUp = false;
  let heartbeat: NodeJS.Timeout | undefined;

  function listen(): void {
    if (listening) return;
    listening = true;
    heartbeat = setInterval(keepUp, HEARTBEAT_MS).unref();
    // Whenever it listens anew, it may have missed something.
    sql.listen(CHANNEL, keepUp, keepUp).catch((err: unknown) => {
      logger.warn({ err }, "cannot listen to the warehouse yet: trying on");
    });
  }

  async function keepUp(): Promise<void> {
    stale = true;
    if (keepingUp) return;
    keepingUp = true;
    while (stale && !closed) {
      stale = false;
      await refresh();
      await new Promise((resolve) => setTimeout(resolve, READ_INTERVAL_MS).unref());
    }
    keepingUp = false;
  }

  async function refresh(): Promise<void> {
    try {
      state = await read();
    } catch (err) {
      logger.warn({ err }, "cannot read what has changed in the warehouse: trying again in some seconds");
    }
    // Also without news: readers want a sign of life.
    changes.emit("change");
  }

  async function* states(present: State, signal: AbortSignal): AsyncGenerator<State, void> {
    for (let shown = present; !signal.aborted && !closed; shown = state ?? shown) {
      yield shown;
      // An abort means that the reader is gone, which the loop sees.
      if (state === shown && !closed) await once(changes, "change", { signal }).catch(() => undefined);
    }
  }

  return {
    async follow(signal) {
      listen();
      const present = state ?? (await read());
      // Unless a newer one has come meanwhile.
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
