import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { createRoute, z } from "@hono/zod-openapi";
import { csvFormats, dialects, toCsv } from "../csv.ts";
import { ProblemError } from "../http/problem.ts";
import { cacheByVersion } from "../http/response-cache.ts";
import { failures, notModified } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { createExporter, exportColumns } from "../queries/export-enrichments.ts";
import type { AsOf } from "../schemas/as-of.ts";
import { selectionQuery, toSelection } from "../schemas/selection.ts";

/** The header, and the beginning of a row. */
const EXAMPLE = `${exportColumns.join(",")}\r\nf47ac10b-58cc-4372-a567-0e02b2c3d479,…`;

const route = createRoute({
  method: "get",
  path: "/enrichments.csv",
  tags: ["analytics"],
  middleware: cacheByVersion,
  summary: "All matching jobs as CSV",
  description:
    "All rows of `/analytics/enrichments` for the same parameters, with the same column names and a last column `fuso`. A name that a spreadsheet would take for a formula gets a `'` before it. If the export fails, or takes longer than 10 minutes, the connection ends with an error and the file is incomplete. The number of concurrent exports is limited: 503 says when to retry.",
  request: {
    query: selectionQuery({
      formato: z
        .enum(csvFormats)
        .default("padrao")
        .describe(
          "`padrao`: RFC 4180, UTF-8, decimal points, ISO 8601 with the zone's offset. `excel-br`: semicolons, decimal commas, `DD/MM/AAAA HH:MM:SS` in the zone of column `fuso`, with a byte order mark.",
        ),
    }),
  },
  responses: {
    200: {
      description: "The rows, streamed.",
      content: { "text/csv": { schema: z.string().openapi({ example: EXAMPLE }) } },
      headers: z.object({
        "Content-Disposition": z.string(),
        "X-As-Of-Run-Number": z
          .string()
          .describe("`as_of.run_number` of the rows, which come from one snapshot."),
      }),
    },
    ...notModified,
    ...failures,
  },
});

const TIMEOUT_MS = 10 * 60_000;
const RETRY_AFTER_S = 30;

const headersOf = (asOf: AsOf) => ({
  "Content-Type": "text/csv; charset=utf-8",
  "Content-Disposition": 'attachment; filename="enrichments.csv"',
  "X-As-Of-Run-Number": String(asOf.run_number ?? ""),
});

/** `sql` is a connection pool for exports only: slow clients must not block other requests. */
export function exportEnrichmentsRoutes(sql: WarehouseClient, timeoutMs = TIMEOUT_MS) {
  const openExport = createExporter(sql, { timeoutMs });
  return createRouter().openapi(route, async (c) => {
    const { formato, ...parameters } = c.req.valid("query");
    // A HEAD request has no body: it needs no transaction.
    if (c.req.method === "HEAD") return c.body(null, 200, headersOf(c.var.asOf));
    const opened = await openExport(toSelection(parameters), dialects[formato].instantPattern);
    if (!opened)
      throw new ProblemError(503, `Too many concurrent exports: retry in ${RETRY_AFTER_S} s.`, {
        headers: { "Retry-After": String(RETRY_AFTER_S) },
      });
    const { state, batches, close } = opened;
    // The snapshot of the rows may be newer than that of the request, and the ETag must be that of the rows.
    c.set("asOf", state.asOf);
    c.set("warehouseVersion", state.version);
    return c.body(bodyOf(toCsv(batches, exportColumns, formato), close), 200, headersOf(state.asOf));
  });
}

/** Reads `chunks` on demand. Also calls `close` on cancellation: a generator that was never started does not run its `finally`. */
const bodyOf = <Chunk>(chunks: AsyncGenerator<Chunk, void>, close: () => Promise<void>) =>
  new ReadableStream<Chunk>(
    {
      async pull(controller) {
        const { value, done } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return();
        await close();
      },
    },
    { highWaterMark: 0 },
  );
