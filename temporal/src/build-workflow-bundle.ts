import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { bundlePath, bundleWorkflows } from "./workflow-bundle.ts";

const { code } = await bundleWorkflows();
await mkdir(dirname(bundlePath), { recursive: true });
await writeFile(bundlePath, code);
