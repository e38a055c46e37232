import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { createApp } from "../app.ts";
import { readConfig } from "../config.ts";
import { createFaultInjector } from "../faults/fault-injector.ts";
import { noJournal } from "../journal.ts";
import { createAppServer } from "../refused-requests.ts";
import { restore } from "../restore.ts";
import { TEST_ENVIRONMENT } from "./start-test-source.ts";

/**
 * A source that begins anew with each request, whatever the one before did to it; it ends with the test.
 * @returns its URL
 */
export async function startFreshSource(environment: Record<string, string>): Promise<string> {
  const config = readConfig({ ...TEST_ENVIRONMENT, ...environment });
  const log = pino({ enabled: false });
  const begin = () =>
    createApp({
      ...config,
      ...restore(config, noJournal, Date.now),
      faultInjector: createFaultInjector(config.seed, config.faults, Date.now),
      log,
    });
  const server = createAppServer((request, bindings) => begin().fetch(request, bindings));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
