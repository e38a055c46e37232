import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { type Logger, pino } from "pino";
import { createApp } from "./app.ts";
import { createClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { createWeather } from "./faults/weather.ts";
import { createWorld } from "./world/world.ts";

export interface RunningSourceApi {
  /** Such as `http://127.0.0.1:3001`, without a slash at the end. */
  readonly url: string;
  /** Answers what is being asked, for a second at most, and stops listening. */
  close(): Promise<void>;
}

/** How long requests may go on after a close; those that are never answered would go on for ever. */
const GRACE_MS = 1000;

/**
 * Brings a world to life and serves it.
 * @throws the server's own error when it cannot listen, such as EADDRINUSE.
 */
export async function startSourceApi(
  config: Config,
  log: Logger = pino({ enabled: false }),
): Promise<RunningSourceApi> {
  const clock = createClock(Date.now, { now: config.clockNow, speed: config.clockSpeed });
  const world = createWorld({
    seed: config.seed,
    start: Math.floor(config.worldStart / 1000),
    records: config.records,
    arrivalsPerHour: config.arrivalsPer5Minutes * 12,
  });
  world.advanceTo(Math.floor(clock.now() / 1000));
  const weather = createWeather(config.seed, config.faults, Date.now);
  const { apiKey, adminKey } = config;
  const app = createApp({ apiKey, adminKey, world, clock, weather, log });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await listen(server, config.port, config.host);
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    close: () => close(server),
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(port, host, () => {
    server.off("error", reject);
    resolve();
  });
  return promise;
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
