import { pino } from "pino";
import { ConfigError, loadConfig } from "./config.ts";
import { listen } from "./listen.ts";

/** Resolves to what asks this process to end: a signal, or the parent process that is gone. */
function endRequested(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  process.once("SIGTERM", resolve);
  process.once("SIGINT", resolve);
  process.once("disconnect", () => resolve("the parent process is gone"));
  // Listening for its end must not keep this process alive for the parent's sake.
  process.channel?.unref();
  return promise;
}

try {
  const config = loadConfig(process.env);
  const logger = pino({ name: "analytics-api", level: config.logLevel });
  const api = await listen(config, logger);
  const reason = await endRequested();
  logger.info({ reason }, "stopping");
  await api.close();
  // After an outage of PostgreSQL its driver may have an attempt to connect pending, which closing does not take back.
  process.exit();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
