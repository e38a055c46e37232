import { z } from "@hono/zod-openapi";
import { asOf } from "./as-of.ts";
import { run } from "./run.ts";
import { count } from "./wire.ts";

/** The progress of the open run, by its commits. */
const runProgress = z
  .object({
    run_number: count.openapi({ example: 412 }),
    phase: z.enum(["reading", "transforming"]),
    done: count.openapi({ description: "Records read, or versions transformed.", example: 20_000 }),
    total: count.openapi({
      description: "An estimate while reading, as the source may change.",
      example: 100_000,
    }),
    commits: count.openapi({ description: "Transactions committed so far.", example: 14 }),
  })
  .openapi("RunProgress");

export type RunProgress = z.infer<typeof runProgress>;

const event = <Name extends string, Data extends z.ZodType>(name: Name, data: Data) =>
  z.object({
    event: z.literal(name),
    id: z.string().openapi({ description: "Send the last one as `Last-Event-ID`.", example: "93.412.14" }),
    data,
  });

/** The `event`, `id` and `data` lines of an event; the data is JSON. */
export const streamEvent = z
  .union([
    event(
      "data",
      z.object({ data_version: count.openapi({ example: 93 }), as_of: asOf }).openapi("DataChanged"),
    ),
    event("run.started", run),
    event("run.progressed", runProgress),
    event("run.finished", run),
  ])
  .openapi("StreamEvent");

export type StreamEvent = z.infer<typeof streamEvent>;
