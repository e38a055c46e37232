import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { Dataset } from "../../dataset/dataset.ts";
import { FLAWS } from "../../dataset/flaws.ts";
import { STATUSES } from "../../dataset/job.ts";
import { FAULT_KINDS, type Stats } from "../../faults/stats.ts";
import { adminAnswer, adminOperation, keyRefusals } from "./documented.ts";

const tallySchema = z.object({
  count: z.int(),
  total_contacts: z.int(),
  by_status: z.record(z.enum(STATUSES), z.int()),
  digest: z
    .string()
    .describe(
      "The sum, in decimal, over the records, of the number that the first 12 hexadecimal digits of md5(id || '|' || status || '|' || updated_at) spell.",
    ),
});

const truthSchema = z
  .object({
    as_of: z.iso.datetime(),
    count: z
      .int()
      .describe("All entries, malformed ones included: `meta.total_items` of a list of everything."),
    listed_twice: z
      .int()
      .describe(
        "Of those, how many are listed beside a newer entry of the same record, which is the one that counts.",
      ),
    well_formed: tallySchema,
    malformed: z.array(z.object({ id: z.string().describe("As served."), kind: z.enum(FLAWS) })),
  })
  .openapi("Truth");

const statsSchema = z
  .object({
    requests: z.int(),
    rows: z.int(),
    faults: z.record(z.enum(FAULT_KINDS), z.int()),
    rss_bytes: z.int().describe("InterventionLog that the process occupies."),
  })
  .openapi("Stats");

const truthRoute = createRoute({
  method: "get",
  path: "/truth",
  summary: "What a complete consumer should have right now",
  ...adminOperation,
  responses: adminAnswer("The truth.", truthSchema),
});

const recordsRoute = createRoute({
  method: "get",
  path: "/records",
  summary: "Every record's last well-formed state, one JSON text a line",
  description:
    "A record whose present state is malformed has `malformed`, its kind, beside its fields; one that has never been well-formed is left out. Each line is true when it is written: stop the clock for a picture of one moment.",
  ...adminOperation,
  responses: {
    200: { description: "The records.", content: { "application/x-ndjson": { schema: z.string() } } },
    ...keyRefusals,
  },
});

const statsRoute = createRoute({
  method: "get",
  path: "/stats",
  summary: "What /v1 has served since the start",
  ...adminOperation,
  responses: adminAnswer("The counts.", statsSchema),
});

export function createTruthRoutes(dataset: Dataset, stats: Stats) {
  const app = new OpenAPIHono();
  // Registered by hand: the types of `openapi` know no response that is neither JSON nor plain text.
  app.openAPIRegistry.registerPath(recordsRoute);
  app.get(recordsRoute.path, (c) =>
    c.body(ndjson(dataset.cleanRecords()), 200, { "content-type": "application/x-ndjson" }),
  );

  return app
    .openapi(truthRoute, (c) => c.json(dataset.truth(), 200))
    .openapi(statsRoute, (c) => c.json({ ...stats.read(), rss_bytes: process.memoryUsage.rss() }, 200));
}

/** Lines per chunk: large enough to be quick, small enough to let other requests in between. */
const LINES_PER_CHUNK = 1000;

/** Streams records, one JSON text a line, as fast as they are read. */
function ndjson(records: Iterator<object>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      let chunk = "";
      for (let line = 0; line < LINES_PER_CHUNK; line++) {
        const { done, value } = records.next();
        if (done) break;
        chunk += `${JSON.stringify(value)}\n`;
      }
      if (chunk === "") controller.close();
      else controller.enqueue(encoder.encode(chunk));
    },
  });
}
