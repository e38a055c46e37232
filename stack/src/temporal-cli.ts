import { launchCli } from "./cli-launcher.ts";
import { findTemporalBinary } from "./temporal-binary.ts";

/** Options that select the server, or need none. */
const ADDRESS_OPTIONS = ["--address", "--profile", "--env", "--help", "-h"];
/** Commands without a server. */
const LOCAL_COMMANDS = ["server", "env", "config", "completion", "help"];

const args = process.argv.slice(2);
const [command = "help"] = args;
const needsNoStack =
  command.startsWith("-") ||
  LOCAL_COMMANDS.includes(command) ||
  process.env.TEMPORAL_PROFILE !== undefined ||
  args.some((arg) => ADDRESS_OPTIONS.includes(arg.split("=")[0] ?? ""));

await launchCli(await findTemporalBinary(), args, needsNoStack ? [] : ["TEMPORAL_ADDRESS"]);
