import { runWorkerProcess } from "./worker-process.ts";
import { loadWorkflowBundle } from "./workflow-bundle.ts";

await runWorkerProcess((traced) => loadWorkflowBundle(process.env, traced));
