import { findDataDir } from "./config.ts";
import { locateDataDir } from "./data-dir.ts";
import { readStackEnv } from "./stack-env.ts";

// In this process: a second Node would load the same libraries again. What the environment says goes before what the stack says.
const { stackEnv } = locateDataDir(findDataDir(process.env));
for (const [name, value] of Object.entries((await readStackEnv(stackEnv)) ?? {}))
  if (!process.env[name]) process.env[name] = value;
await import("@enrichment-monitor/temporal/cli");
