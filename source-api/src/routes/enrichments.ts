import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { Dataset, PageRequest } from "../dataset/dataset.ts";
import { type EnrichmentRecord, recordSchema } from "../dataset/record.ts";
import type { FaultInjector } from "../faults/fault-injector.ts";
import type { Stats } from "../faults/stats.ts";
import { documentProblem, ProblemError, refuseInvalid } from "../problem.ts";

const pageSchema = z
  .object({
    meta: z.object({
      current_page: z.int().min(1),
      items_per_page: z.int().min(1).max(100),
      total_items: z.int().min(0),
      total_pages: z.int().min(0),
    }),
    data: z.array(recordSchema),
  })
  .openapi("EnrichmentPage");

/** A whole number in a query, strictly: `1e2`, `0x10`, ` 5` and the empty text are none. */
function wholeNumber(minimum: number, maximum: number, usual: number) {
  return z
    .string("must be sent once.")
    .refine((text) => /^\d{1,15}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum, {
      error: `must be a whole number from ${minimum} to ${maximum}.`,
    })
    .transform(Number)
    .default(usual)
    .openapi({ type: "integer", minimum, maximum, default: usual });
}

const listQuerySchema = z.object({
  page: wholeNumber(1, 1_000_000_000, 1),
  limit: wholeNumber(1, 100, 50),
  updated_since: z.iso
    .datetime({
      offset: true,
      error:
        "must be sent once, as an ISO 8601 instant with its zone, such as 2025-11-15T14:30:00Z (write the + of an offset as %2B).",
    })
    .optional()
    .describe("Only records updated at or after this instant, in the order of their updates."),
});

const idSchema = z.object({ id: z.uuid("must be a UUID.") });

const commonResponses = {
  401: documentProblem("No key, or a wrong one."),
  422: documentProblem("A parameter is out of its bounds."),
  429: {
    ...documentProblem("Too many requests."),
    headers: z.object({
      "Retry-After": z.string().optional().describe("Seconds or an HTTP date; may be missing."),
    }),
  },
  500: documentProblem("The source failed."),
};

const common = { security: [{ apiKey: [] }], tags: ["Enrichments"] };

const listRoute = createRoute({
  method: "get",
  path: "/enrichments",
  summary: "A page of enrichment jobs",
  description: "In the order (created_at, id) or, with `updated_since`, (updated_at, id).",
  ...common,
  request: { query: listQuerySchema },
  responses: {
    200: { description: "A page.", content: { "application/json": { schema: pageSchema } } },
    ...commonResponses,
  },
});

const oneRoute = createRoute({
  method: "get",
  path: "/enrichments/{id}",
  summary: "One enrichment job as it is now",
  ...common,
  request: { params: idSchema },
  responses: {
    200: {
      description: "The job.",
      content: { "application/json": { schema: z.object({ data: recordSchema }) } },
    },
    404: documentProblem("There is no such job."),
    ...commonResponses,
  },
});

const historyRoute = createRoute({
  method: "get",
  path: "/enrichments/{id}/history",
  summary: "Every state that a job has had, the oldest first",
  ...common,
  request: { params: idSchema },
  responses: {
    200: {
      description: "Its states.",
      content: { "application/json": { schema: z.object({ data: z.array(recordSchema) }) } },
    },
    404: documentProblem("There is no such job."),
    ...commonResponses,
  },
});

export interface EnrichmentRoutesParts {
  readonly dataset: Dataset;
  readonly faultInjector: FaultInjector;
  readonly stats: Stats;
}

export function createEnrichmentRoutes({ dataset, faultInjector, stats }: EnrichmentRoutesParts) {
  /** The last record of the page before, if the duplicated fault applies. */
  function duplicate(request: PageRequest): EnrichmentRecord[] {
    if (request.page === 1 || !faultInjector.shouldInject(faultInjector.faults.duplicated)) return [];
    stats.countFault("duplicated");
    return dataset.page({ ...request, page: request.page - 1 }).records.slice(-1);
  }

  function updatedSince(text: string | undefined): number | undefined {
    if (text === undefined || faultInjector.faults.ignore_updated_since) return undefined;
    // Records have whole seconds: the first at or after 14:30:00.5 is at 14:30:01.
    return Math.ceil(Date.parse(text) / 1000);
  }

  return new OpenAPIHono({ defaultHook: refuseInvalid })
    .openapi(listRoute, (c) => {
      const { page, limit, updated_since } = c.req.valid("query");
      const request = { page, limit, updatedSince: updatedSince(updated_since) };
      const { total, records } = dataset.page(request);
      const data = [...duplicate(request), ...records];
      stats.countRows(data.length);
      const meta = {
        current_page: page,
        items_per_page: limit,
        total_items: total,
        total_pages: Math.ceil(total / limit),
      };
      return c.json({ meta, data }, 200);
    })
    .openapi(oneRoute, (c) => {
      const { id } = c.req.valid("param");
      const data = dataset.record(id) ?? missing(id);
      stats.countRows(1);
      return c.json({ data }, 200);
    })
    .openapi(historyRoute, (c) => {
      const { id } = c.req.valid("param");
      const data = dataset.history(id) ?? missing(id);
      stats.countRows(data.length);
      return c.json({ data }, 200);
    });
}

function missing(id: string): never {
  throw new ProblemError(404, `There is no enrichment with the id ${id}.`);
}
