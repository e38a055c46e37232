import type { Client, WorkflowClientInterceptor } from "@temporalio/client";
import type { ClientConnectConfig } from "@temporalio/envconfig";
import { ProblemError } from "../http/problem.ts";

/** Deadline of all Temporal calls of a request together; in milliseconds. */
const DEADLINE_MS = 10_000;

/** Connects at the first call. It also imports the client library then, which takes a quarter of a second and 50 MB. */
export function createTemporalClient(
  config: ClientConnectConfig,
  interceptors: WorkflowClientInterceptor[] = [],
) {
  let connected: Promise<Client> | undefined;

  async function connect() {
    const { Client, Connection } = await import("@temporalio/client");
    const connectTimeout = DEADLINE_MS / 2;
    const connection = await Connection.connect({ ...config.connectionOptions, connectTimeout });
    return new Client({
      connection,
      namespace: config.namespace ?? "default",
      interceptors: { workflow: interceptors },
    });
  }

  return {
    /** @throws {ProblemError} 503 when Temporal is unreachable or does not respond in time */
    async call<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
      connected ??= connect().catch((cause: unknown) => {
        connected = undefined;
        throw unavailable(cause);
      });
      const client = await connected;
      try {
        return await client.withDeadline(Date.now() + DEADLINE_MS, () => work(client));
      } catch (error) {
        throw error instanceof Error && UNAVAILABLE.includes(error.name) ? unavailable(error) : error;
      }
    },
    async close(): Promise<void> {
      const client = await connected?.catch(() => undefined);
      await client?.connection.close();
    },
  };
}

export type TemporalClient = ReturnType<typeof createTemporalClient>;

/** Errors of the client library when the server, or the worker of an update, does not respond. */
const UNAVAILABLE = ["ServiceError", "WorkflowUpdateRPCTimeoutOrCancelledError"];

const unavailable = (cause: unknown): ProblemError =>
  new ProblemError(
    503,
    "Temporal, or the worker that this needs, does not respond: check both and try again.",
    { cause },
  );
