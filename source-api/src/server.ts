import { pino } from "pino";
import { type Config, readConfig } from "./config.ts";
import { startSourceApi } from "./start.ts";

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}

const config = configOrExit();
const log = pino({ name: "source-api", level: config.logLevel });
const api = await startSourceApi(config, log);
log.info({ url: api.url, records: config.records, seed: config.seed }, "The source API is listening.");

async function stop(reason: string): Promise<void> {
  log.info({ reason }, "The source API is stopping.");
  await api.close();
  process.exit(0);
}

process.once("SIGTERM", stop);
process.once("SIGINT", stop);
// A parent that dies without a word closes its channel: nobody is left to stop this process.
process.once("disconnect", () => stop("the parent process is gone"));
