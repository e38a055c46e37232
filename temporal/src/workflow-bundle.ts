import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger, type WorkerOptions } from "@temporalio/worker";

/** Where the build puts the bundle. */
export const bundlePath = (traced: boolean): string =>
  fileURLToPath(
    new URL(traced ? "../dist/traced-workflow-bundle.js" : "../dist/workflow-bundle.js", import.meta.url),
  );

const TRACING = "@temporalio/interceptors-opentelemetry-v2/lib/workflow-interceptors";

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

/** The workflows with spans for them and for what they start; they make no other decisions. */
export const bundleTracedWorkflows = () => bundleWorkflows([createRequire(import.meta.url).resolve(TRACING)]);

/** The built bundle in production; elsewhere a new one, so that tests use the current workflows. */
export async function loadWorkflowBundle(
  environment: NodeJS.ProcessEnv,
  traced: boolean,
): Promise<WorkflowBundle> {
  if (environment.NODE_ENV === "production") return { codePath: bundlePath(traced) };
  return traced ? bundleTracedWorkflows() : bundleWorkflows();
}
