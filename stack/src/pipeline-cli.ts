import { join } from "node:path";
import { launchCli } from "./cli-launcher.ts";
import { REPOSITORY } from "./repository.ts";

const HELP = ["help", "--help", "-h"];
/** Commands that ask the warehouse alone. */
const WITHOUT_TEMPORAL = ["keys"];

const args = process.argv.slice(2);
const [command = "help"] = args;
const needsNothing = args.length === 0 || args.some((arg) => HELP.includes(arg));
const required = WITHOUT_TEMPORAL.includes(command)
  ? (["DATABASE_URL"] as const)
  : (["DATABASE_URL", "TEMPORAL_ADDRESS"] as const);

await launchCli(
  process.execPath,
  [join(REPOSITORY, "temporal/src/cli.ts"), ...args],
  needsNothing ? [] : required,
);
