import { pino } from "pino";
import { readConfig } from "./config.ts";
import { startSourceApi } from "./start.ts";

async function serve(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ name: "source-api", level: config.logLevel });
  const api = await startSourceApi(config, log);
  log.info({ url: api.url, docs: `${api.url}/docs` }, "The source API is listening.");

  async function stop(reason: string): Promise<void> {
    log.info({ reason }, "The source API is stopping.");
    await api.close();
    process.exit(0);
  }

  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  // A parent that is killed says nothing, but its channel closes: nobody is left to stop this process.
  process.once("disconnect", () => stop("the parent process is gone"));
}

try {
  await serve();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
