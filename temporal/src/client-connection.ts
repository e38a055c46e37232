import { Client, Connection, type WorkflowClientInterceptor } from "@temporalio/client";
import { loadClientConnectConfig } from "@temporalio/envconfig";

// Apart from the worker's connection: its native library takes longer to load than a command may take.

/** For programs that only ask: the CLI. Settings as for the worker. The caller closes `connection`. */
export async function connectClient(interceptors: WorkflowClientInterceptor[] = []): Promise<Client> {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const connection = await Connection.connect({ ...connectionOptions, connectTimeout: "10 seconds" });
  return new Client({
    connection,
    interceptors: { workflow: interceptors },
    ...(namespace && { namespace }),
  });
}
