import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { createRoute, z } from "@hono/zod-openapi";
import { csvFormats, dialects, toCsv } from "../csv.ts";
import { ProblemError } from "../http/problem.ts";
import { pulledStream } from "../http/pulled-stream.ts";
import { failures, notModified } from "../http/responses.ts";
import { revalidation } from "../http/revalidation.ts";
import { createRouter } from "../http/router.ts";
import { createExporter, exportColumns } from "../queries/export-enrichments.ts";
import type { AsOf } from "../schemas/envelope.ts";
import { selectionQuery, toSelection } from "../schemas/selection.ts";

/** The heading, and the beginning of a row. */
const EXAMPLE = `${exportColumns.join(",")}\r\nf47ac10b-58cc-4372-a567-0e02b2c3d479,…`;

const route = createRoute({
  method: "get",
  path: "/enrichments.csv",
  tags: ["analytics"],
  middleware: revalidation,
  summary: "All matching jobs as CSV",
  description:
    "The same selection as `/analytics/enrichments`, all of it, with the same column names and a last column `fuso`. A name that a spreadsheet would take for a formula gets a `'` before it. A file that breaks off is incomplete: the connection ends with an error then, also when its reader takes more than 10 minutes. Few files are read at once: 503 says when to come back.",
  request: {
    query: selectionQuery({
      formato: z.enum(csvFormats).default("padrao").openapi({
        description:
          "`padrao`: RFC 4180, UTF-8, decimal points, ISO 8601 with the zone's offset. `excel-br`: semicolons, decimal commas, `DD/MM/AAAA HH:MM:SS` in the zone of column `fuso`, with a byte order mark.",
      }),
    }),
  },
  responses: {
    200: {
      description: "The rows, streamed.",
      content: { "text/csv": { schema: z.string().openapi({ example: EXAMPLE }) } },
      headers: z.object({
        "Content-Disposition": z.string(),
        "X-As-Of-Run-Number": z.string().openapi({
          description: "`as_of.run_number` of the rows, which are all of one moment.",
        }),
      }),
    },
    ...notModified,
    ...failures,
  },
});

/** As long as a file may take its reader. */
const TIMEOUT_MS = 10 * 60_000;
const RETRY_AFTER_S = 30;

const headersOf = (asOf: AsOf) => ({
  "Content-Type": "text/csv; charset=utf-8",
  "Content-Disposition": 'attachment; filename="enrichments.csv"',
  "X-As-Of-Run-Number": String(asOf.run_number ?? ""),
});

/** `sql` has connections of its own for files: those who read slowly keep nobody else waiting. */
export function exportEnrichmentsRoutes(sql: WarehouseClient, timeoutMs = TIMEOUT_MS) {
  const openExport = createExporter(sql, { timeoutMs });
  return createRouter().openapi(route, async (c) => {
    const { formato, ...parameters } = c.req.valid("query");
    // Nobody reads what would be the body.
    if (c.req.method === "HEAD") return c.body(null, 200, headersOf(c.var.asOf));
    const opened = await openExport(toSelection(parameters), dialects[formato].instantPattern);
    if (!opened)
      throw new ProblemError(
        503,
        `As many files are being read as are served at once: come back in ${RETRY_AFTER_S} s.`,
        { headers: { "Retry-After": String(RETRY_AFTER_S) } },
      );
    const { state, batches, close } = opened;
    // Those of the rows, which may be newer than what the request was compared with: its ETag follows from them.
    c.set("asOf", state.asOf);
    c.set("warehouseVersion", state.version);
    const file = toCsv(batches, exportColumns, formato);
    return c.body(pulledStream(file, close), 200, headersOf(state.asOf));
  });
}
