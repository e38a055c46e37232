import { Client } from "@temporalio/client";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import { NativeConnection } from "@temporalio/worker";

export interface WorkerConnection {
  connection: NativeConnection;
  namespace: string;
  /** Over the same connection: for activities that ask Temporal. */
  client: Client;
}

/**
 * Where the Temporal server is comes from the environment variables and profiles that every official SDK and the CLI read:
 * TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_*, TEMPORAL_PROFILE, temporal.toml.
 */
export async function connectWorker(): Promise<WorkerConnection> {
  const { connectionOptions, namespace = "default" } = loadClientConnectConfig();
  const connection = await NativeConnection.connect(connectionOptions);
  return { connection, namespace, client: new Client({ connection, namespace }) };
}
