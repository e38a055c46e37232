import { setTimeout as sleep } from "node:timers/promises";
import { createPacedClient, type PacedClient } from "./paced-client.ts";
import { createRequestPace } from "./request-pace.ts";
import { createSourceClient, type SourceClientOptions } from "./source-client.ts";

/** The source client of a worker: all its requests go through one pacer. */
export const createSource = (options: SourceClientOptions): PacedClient =>
  createPacedClient(
    createSourceClient(options),
    createRequestPace({ now: () => performance.now() }),
    async (milliseconds, signal) => {
      await sleep(milliseconds, undefined, { signal });
    },
  );
