import { launchCli } from "./cli-launcher.ts";
import { findTemporalBinary } from "./temporal-binary.ts";

await launchCli(await findTemporalBinary(), process.argv.slice(2));
