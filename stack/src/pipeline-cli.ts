import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { readCliEnvironment } from "./cli-launcher.ts";
import { REPOSITORY } from "./repository.ts";

const HELP = ["help", "--help", "-h"];
/** Commands that need only the warehouse. */
const WITHOUT_TEMPORAL = ["keys", "proof", "runs"];

// Temporal's client is large: saves a tenth of a second.
enableCompileCache(join(REPOSITORY, "node_modules/.cache/compiled"));

const args = process.argv.slice(2);
const [command = "help"] = args;
const needsNoServer = args.length === 0 || args.some((arg) => HELP.includes(arg));
const required =
  WITHOUT_TEMPORAL.includes(command) || process.env.TEMPORAL_PROFILE
    ? (["DATABASE_URL"] as const)
    : (["DATABASE_URL", "TEMPORAL_ADDRESS"] as const);

// In this process: a second Node would load the same libraries again.
const environment = await readCliEnvironment(needsNoServer ? [] : required);
if (environment !== null) {
  Object.assign(process.env, environment);
  await import("@enrichment-monitor/temporal/cli");
}
