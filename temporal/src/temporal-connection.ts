import { Client, Connection } from "@temporalio/client";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import { NativeConnection } from "@temporalio/worker";

/**
 * Where the Temporal server is comes from the environment variables and profiles that every official SDK and the CLI read:
 * TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_*, TEMPORAL_PROFILE, temporal.toml.
 */
const settings = () => loadClientConnectConfig();

/** For programs that only ask: the CLI. The caller closes `connection`. */
export async function connectClient(): Promise<Client> {
  const { connectionOptions, namespace } = settings();
  const connection = await Connection.connect({ ...connectionOptions, connectTimeout: "10 seconds" });
  return new Client({ connection, ...(namespace && { namespace }) });
}

export interface WorkerConnection {
  connection: NativeConnection;
  namespace: string;
  /** Over the same connection: for activities that ask Temporal. */
  client: Client;
}

export async function connectWorker(): Promise<WorkerConnection> {
  const { connectionOptions, namespace = "default" } = settings();
  const connection = await NativeConnection.connect(connectionOptions);
  return { connection, namespace, client: new Client({ connection, namespace }) };
}
