import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, type WorkerOptions } from "@temporalio/worker";

export const bundlePath = fileURLToPath(new URL("../dist/workflow-bundle.js", import.meta.url));

/** What a worker runs the workflows from. */
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
  });

/** In production the bundle of the build; elsewhere one made now, so that nobody tests yesterday's workflows. */
export async function loadWorkflowBundle(environment: NodeJS.ProcessEnv): Promise<WorkflowBundle> {
  return environment.NODE_ENV === "production" ? { codePath: bundlePath } : bundleWorkflows();
}
