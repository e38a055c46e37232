import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { createRoute, z } from "@hono/zod-openapi";
import { csvFormats, dialects, toCsv } from "../csv.ts";
import { pulledStream } from "../http/pulled-stream.ts";
import { failures, notModified } from "../http/responses.ts";
import { revalidation } from "../http/revalidation.ts";
import { createRouter } from "../http/router.ts";
import { exportColumns, exportEnrichments } from "../queries/export-enrichments.ts";
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
    "The same selection as `/analytics/enrichments`, all of it, with the same column names and a last column `fuso`. A name that a spreadsheet would take for a formula gets a `'` before it. A file that breaks off is incomplete: the connection ends with an error then.",
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
          description:
            "`as_of.run_number` when the file was asked for: it holds what that run brought, or more.",
        }),
      }),
    },
    ...notModified,
    ...failures,
  },
});

/** `sql` has connections of its own for files: those who read slowly keep nobody else waiting. */
export const exportEnrichmentsRoutes = (sql: WarehouseClient) =>
  createRouter().openapi(route, (c) => {
    const { formato, ...parameters } = c.req.valid("query");
    const rows = exportEnrichments(sql, toSelection(parameters), dialects[formato].instantPattern);
    return c.body(pulledStream(toCsv(rows, exportColumns, formato)), 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="enrichments.csv"',
      "X-As-Of-Run-Number": String(c.var.asOf.run_number ?? ""),
    });
  });
