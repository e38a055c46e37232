import { join } from "node:path";
import { isHealthy, waitUntilReady } from "./ready.ts";
import { REPOSITORY } from "./repository.ts";
import { type Service, startService } from "./service.ts";
import type { Supervisor } from "./supervisor.ts";

/** The worker loads the SDK's native core and its bundle, which is slow on a busy machine. */
const READY_TIMEOUT_MS = 60_000;

export interface NodeServiceSpec {
  readonly name: string;
  /** Path of the entry point in the repository. */
  readonly script: string;
  readonly nodeOptions?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Returns a success once the service is ready. */
  readonly healthUrl: string;
  readonly logFile: string;
  /** See `RestartOptions`. */
  readonly beforeRestart?: () => Promise<void>;
}

/** Starts a service of the workspace and waits until it is healthy. */
export async function startNodeService(
  { name, script, nodeOptions = [], env, healthUrl, logFile, ...restartOptions }: NodeServiceSpec,
  supervisor: Supervisor,
): Promise<Service> {
  const { service } = await startService(async () => {
    const started = await supervisor.spawn({
      name,
      command: process.execPath,
      args: [...nodeOptions, join(REPOSITORY, script)],
      env,
      cwd: REPOSITORY,
      logFile,
    });
    await waitUntilReady(started, () => isHealthy(healthUrl), READY_TIMEOUT_MS);
    return { process: started };
  }, restartOptions);
  return service;
}
