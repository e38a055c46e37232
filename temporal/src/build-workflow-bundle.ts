import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { bundlePath, bundleTracedWorkflows, bundleWorkflows } from "./workflow-bundle.ts";

await mkdir(dirname(bundlePath(false)), { recursive: true });
await writeFile(bundlePath(false), (await bundleWorkflows()).code);
await writeFile(bundlePath(true), (await bundleTracedWorkflows()).code);
