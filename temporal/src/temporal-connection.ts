import { Client } from "@temporalio/client";
import { NativeConnection } from "@temporalio/worker";
import { connectionError, readTemporalSettings } from "./temporal-settings.ts";

export interface WorkerConnection {
  connection: NativeConnection;
  namespace: string;
  /** Over the same connection: for activities that ask Temporal. */
  client: Client;
}

/** @throws with what to check, when it cannot connect */
export async function connectWorker(environment: NodeJS.ProcessEnv): Promise<WorkerConnection> {
  const settings = readTemporalSettings(environment);
  const { connectionOptions, namespace = "default" } = settings;
  try {
    const connection = await NativeConnection.connect(connectionOptions);
    return { connection, namespace, client: new Client({ connection, namespace }) };
  } catch (cause) {
    throw connectionError(settings, cause);
  }
}
