import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { findDataDir } from "./config.ts";
import { locateDataDir } from "./data-dir.ts";
import { REPOSITORY } from "./repository.ts";
import { readStackEnv } from "./stack-env.ts";

// Temporal's client is large: a tenth of a second less.
enableCompileCache(join(REPOSITORY, "node_modules/.cache/compiled"));

// In this process: a second Node would load the same libraries again. What the environment says goes before what the stack says.
const { stackEnv } = locateDataDir(findDataDir(process.env));
for (const [name, value] of Object.entries((await readStackEnv(stackEnv)) ?? {}))
  if (!process.env[name]) process.env[name] = value;
await import("@enrichment-monitor/temporal/cli");
