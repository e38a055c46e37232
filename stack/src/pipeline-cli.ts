import { join } from "node:path";
import { launchCli } from "./cli-launcher.ts";
import { REPOSITORY } from "./repository.ts";

await launchCli(process.execPath, [join(REPOSITORY, "temporal/src/cli.ts"), ...process.argv.slice(2)]);
