import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Logger, pino } from "pino";
import { createApp } from "./app.ts";
import type { Config } from "./config.ts";
import { createFaultInjector } from "./faults/fault-injector.ts";
import { noJournal, openJournal } from "./journal.ts";
import { createAppServer } from "./refused-requests.ts";
import { restore } from "./restore.ts";

export interface RunningSourceApi {
  /** Such as `http://127.0.0.1:3001`, without a slash at the end. */
  readonly url: string;
  /** Answers what is being asked, for a second at most, and stops listening. */
  close(): Promise<void>;
}

/** How long requests may go on after a close; those that are never answered would go on for ever. */
const GRACE_MS = 1000;

/**
 * Starts a dataset's simulation and serves it.
 * @throws an Error that says what to change when the journal is another dataset's or the port is not to be had.
 */
export async function startSourceApi(
  config: Config,
  log: Logger = pino({ enabled: false }),
): Promise<RunningSourceApi> {
  const journal = config.journal === undefined ? noJournal : openJournal(config.journal);
  const { clock, dataset } = restore(config, journal, Date.now);
  const faultInjector = createFaultInjector(config.seed, config.faults, Date.now);
  const { apiKey, adminKey } = config;
  const app = createApp({ apiKey, adminKey, dataset, clock, faultInjector, log });
  const server = createAppServer(app.fetch);
  await listen(server, config.port, config.host);
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    close: () => close(server),
  };
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The source API cannot listen (${reason}): free ${host}:${port}, or set SOURCE_API_HOST or SOURCE_API_PORT to another.`,
      { cause },
    );
  }
}

function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const deadline = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  server.close(() => {
    clearTimeout(deadline);
    resolve();
  });
  return promise;
}
