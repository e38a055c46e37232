import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger, type WorkerOptions } from "@temporalio/worker";

export const bundlePath = fileURLToPath(new URL("../dist/workflow-bundle.js", import.meta.url));

/** The workflow code of a worker. */
export type WorkflowBundle = NonNullable<WorkerOptions["workflowBundle"]>;

/**
 * Bundles the workflows as they are now: some two seconds and 125 MB.
 *
 * @param workflowInterceptorModules paths of modules that change how they run
 */
export const bundleWorkflows = (workflowInterceptorModules: string[] = []) =>
  bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL("./workflows/index.ts", import.meta.url)),
    workflowInterceptorModules,
    // It would tell about each module, in a log of JSON.
    logger: new DefaultLogger("WARN"),
  });

/** The built bundle in production; elsewhere a new one, so that tests use the current workflows. */
export async function loadWorkflowBundle(environment: NodeJS.ProcessEnv): Promise<WorkflowBundle> {
  return environment.NODE_ENV === "production" ? { codePath: bundlePath } : bundleWorkflows();
}
