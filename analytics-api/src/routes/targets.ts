import { createRoute } from "@hono/zod-openapi";
import { LRUCache } from "lru-cache";
import type { Dependencies } from "../dependencies.ts";
import { dataResponse, dataResponses } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import type { Period } from "../period.ts";
import { readFreshnessKept } from "../queries/freshness-kept.ts";
import { type JobTargets, readJobTargets } from "../queries/job-targets.ts";
import { filterQuery, toFilters } from "../schemas/filters.ts";
import { showFilters } from "../schemas/period.ts";
import { targetsKept, targetsMeta } from "../schemas/targets.ts";
import type { Snapshot } from "../sql/snapshot.ts";

const route = createRoute({
  method: "get",
  path: "/targets",
  tags: ["analytics"],
  summary: "Whether the targets were kept, and in how much of the period",
  description:
    "The targets are set in one file, `TARGETS_FILE`; one that is not set is null. The period is judged as a whole and by the buckets that `intervalo=auto` of `/analytics/timeseries` selects; buckets that are not complete are included.",
  request: { query: filterQuery({}) },
  responses: dataResponses("The targets.", { data: targetsKept, meta: targetsMeta }),
});

/** Small, but their keys may have 8,192 characters. */
const KEPT_ANSWERS = 500;

export function targetsRoutes({ targets, now }: Dependencies) {
  /** By the state of the warehouse and the request. The age of the data also depends on the time, and is read each time. */
  const answers = new LRUCache<string, JobTargets>({ max: KEPT_ANSWERS });
  return createRouter().openapi(route, async (c) => {
    const { sql, asOf, warehouseVersion } = c.var;
    const filters = toFilters(c.req.valid("query"));
    const key = warehouseVersion + new URL(c.req.url).search;
    const answer = answers.get(key) ?? (await readJobTargets(sql, filters, targets, asOf));
    answers.set(key, answer);
    const { interval, ...ofJobs } = answer;
    const target = targets.freshness_minutes;
    return dataResponse(c, {
      data: {
        ...ofJobs,
        idade_dados_minutos:
          target === undefined ? null : await judgeFreshness(sql, filters, { target, now: now() }),
      },
      meta: { ...showFilters(filters), intervalo: interval },
    });
  });
}

async function judgeFreshness(sql: Snapshot, period: Period, options: { target: number; now: Date }) {
  const { age, kept } = await readFreshnessKept(sql, period, options);
  return {
    alvo: options.target,
    valor: age,
    cumprida: age === null ? null : age <= options.target,
    parte_cumprida: kept,
  };
}
