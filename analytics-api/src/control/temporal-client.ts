import type { Client } from "@temporalio/client";
import type { ClientConnectConfig } from "@temporalio/envconfig";
import { ProblemError } from "../http/problem.ts";

/** For one answer, all its calls together; in milliseconds. */
const CALL_MS = 10_000;

export interface TemporalClient {
  /**
   * What `work` gives back.
   * @throws {ProblemError} 503 when Temporal cannot be reached or does not answer in time
   */
  ask<Result>(work: (client: Client) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/**
 * Connects when it is first asked something: the API does without Temporal until then, and without its client library,
 * which takes a quarter of a second and 50 MB to load.
 */
export function createTemporalClient(config: ClientConnectConfig): TemporalClient {
  let connected: Promise<Client> | undefined;

  async function connect(): Promise<Client> {
    const { Client, Connection } = await import("@temporalio/client");
    const connection = await Connection.connect({ ...config.connectionOptions, connectTimeout: CALL_MS / 2 });
    return new Client({ connection, namespace: config.namespace ?? "default" });
  }

  function connection(): Promise<Client> {
    connected ??= connect().catch((cause: unknown) => {
      connected = undefined;
      throw unreachable(cause);
    });
    return connected;
  }

  return {
    async ask(work) {
      const client = await connection();
      try {
        return await client.withDeadline(Date.now() + CALL_MS, () => work(client));
      } catch (error) {
        throw error instanceof Error && NO_ANSWER.includes(error.name) ? unreachable(error) : error;
      }
    },
    async close() {
      const client = await connected?.catch(() => undefined);
      await client?.connection.close();
    },
  };
}

/** What the client library throws when the server, or the worker that an update is for, does not answer. */
const NO_ANSWER = ["ServiceError", "WorkflowUpdateRPCTimeoutOrCancelledError"];

const unreachable = (cause: unknown): ProblemError =>
  new ProblemError(
    503,
    "Temporal, or a worker that it needs for this, does not answer now: try again in a moment, and check both.",
    { cause },
  );
