import { ConfigError } from "@enrichment-monitor/environment";
import { pino } from "pino";
import { loadConfig } from "./config.ts";
import { listen } from "./listen.ts";

/** Resolves to the reason to stop: a signal, or the exit of the parent process. */
function stopRequested(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  process.once("SIGTERM", resolve);
  process.once("SIGINT", resolve);
  process.once("disconnect", () => resolve("the parent process has exited"));
  // This listener must not keep the process alive.
  process.channel?.unref();
  return promise;
}

try {
  const config = loadConfig(process.env);
  const logger = pino({ name: "analytics-api", level: config.logLevel });
  const api = await listen(config, logger);
  const reason = await stopRequested();
  logger.info({ reason }, "stopping");
  await api.close();
  // After an outage of PostgreSQL the driver may have a pending connection attempt, which closing does not cancel.
  process.exit();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  // One of its two servers may listen already.
  process.exit(2);
}
