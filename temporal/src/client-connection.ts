import { Client, Connection, type WorkflowClientInterceptor } from "@temporalio/client";
import { connectionError, readTemporalSettings } from "./temporal-settings.ts";

// Apart from the worker's connection: its native library takes longer to load than a command may take.

/**
 * For programs that only ask: the CLI. Settings as for the worker. The caller closes `connection`.
 * @throws with what to check, when it cannot connect
 */
export async function connectClient(
  environment: NodeJS.ProcessEnv,
  interceptors: WorkflowClientInterceptor[] = [],
): Promise<Client> {
  const settings = readTemporalSettings(environment);
  const { connectionOptions, namespace } = settings;
  try {
    const connection = await Connection.connect({ ...connectionOptions, connectTimeout: "10 seconds" });
    return new Client({
      connection,
      interceptors: { workflow: interceptors },
      ...(namespace && { namespace }),
    });
  } catch (cause) {
    throw connectionError(settings, cause);
  }
}
