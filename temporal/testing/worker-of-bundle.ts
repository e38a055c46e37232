import { runWorkerProcess } from "../src/worker-process.ts";

const { WORKFLOW_BUNDLE: codePath } = process.env;
if (codePath === undefined)
  throw new Error("WORKFLOW_BUNDLE is not set: give the path of a bundle of the workflows.");

/** The worker as it is, but with workflows that a test has bundled. */
await runWorkerProcess(async () => ({ codePath }));
