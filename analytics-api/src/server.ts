import { pino } from "pino";
import { ConfigError, loadConfig } from "./config.ts";
import { listen } from "./listen.ts";

try {
  const config = loadConfig(process.env);
  const logger = pino({ name: "analytics-api", level: config.logLevel });
  const api = await listen(config, logger);
  const stop = async (reason: string) => {
    logger.info({ reason }, "stopping");
    await api.close();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop(signal));
  process.once("disconnect", () => void stop("the parent process is gone"));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
