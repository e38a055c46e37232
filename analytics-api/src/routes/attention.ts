import { createRoute, z } from "@hono/zod-openapi";
import { LRUCache } from "lru-cache";
import { type Attention, findAttention } from "../attention/find-attention.ts";
import { recentPeriod } from "../attention/windows.ts";
import { createHealthReader } from "../control/pipeline-health.ts";
import type { Dependencies } from "../dependencies.ts";
import { requirePrincipal } from "../http/authentication.ts";
import { json, operatorOnly } from "../http/operator.ts";
import { ProblemError } from "../http/problem.ts";
import { dataResponse, dataResponses, ok, operatorFailures } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { readSetAsides, restoreEntry, setEntryAside } from "../queries/set-asides.ts";
import {
  attentionEntry,
  attentionMeta,
  pipelineEntry,
  restoreRequest,
  setAside,
  setAsideRequest,
} from "../schemas/attention.ts";
import { workspaceIds } from "../schemas/filters.ts";
import { query } from "../schemas/query.ts";

const attention = createRoute({
  method: "get",
  path: "/attention",
  tags: ["analytics"],
  summary: "What needs attention, ranked",
  description:
    "Compares the jobs created in the last 24 hours, by the source's clock, with those of the 28 days before. An entry is returned if its difference is significant among all comparisons (false discovery rate of 1 %, Benjamini and Hochberg) and, for rates and durations, the 95 % intervals do not overlap. Both sides of a rate or duration need 20 finished jobs.",
  request: {
    query: query({
      id_workspace: workspaceIds,
    }),
  },
  responses: dataResponses("Entries that are set aside are included.", {
    data: z.object({ pipeline: z.array(pipelineEntry), jobs: z.array(attentionEntry) }).openapi("Attention"),
    meta: attentionMeta,
  }),
});

const post = { method: "post" as const, tags: ["operation"], ...operatorOnly };

const setAsideRoute = createRoute({
  ...post,
  path: "/attention/set-aside",
  summary: "Set an entry of the attention list aside until a time",
  request: { query: query({}), body: json(setAsideRequest) },
  responses: { ...ok("Set aside.", z.object({ data: setAside })), ...operatorFailures },
});

const restore = createRoute({
  ...post,
  path: "/attention/restore",
  summary: "Show an entry of the attention list that was set aside",
  request: { query: query({}), body: json(restoreRequest) },
  responses: { ...ok("Shown again.", z.object({ data: z.null() })), ...operatorFailures },
});

const MAX_DAYS = 366;

/** @throws {ProblemError} 422 unless `until` is in the future, and within a year */
function parseEnd(until: string, now: Date): Date {
  const end = new Date(until);
  const days = (end.getTime() - now.getTime()) / 86_400_000;
  if (days > 0 && days <= MAX_DAYS) return end;
  throw ProblemError.unprocessable({
    parameter: "until",
    detail: `"${until}" must be in the future, and at most ${MAX_DAYS} days from now.`,
  });
}

const UNCACHED = { "Cache-Control": "no-store" };

/** Two states: while gold changes, older requests may still be answered. */
const KEPT_STATES = 2;

export function attentionRoutes(dependencies: Dependencies) {
  const { sql, now } = dependencies;
  const readHealth = createHealthReader(dependencies);
  /** By the state of the warehouse. */
  const found = new LRUCache<string, Attention>({ max: KEPT_STATES });
  return createRouter()
    .openapi(attention, async (c) => {
      const { asOf, warehouseVersion } = c.var;
      const ids = c.req.valid("query").id_workspace?.map((id) => id.toLowerCase());
      const period = recentPeriod(asOf);
      const { entries, tests } =
        found.get(warehouseVersion) ??
        (period ? await findAttention(c.var.sql, period) : { entries: [], tests: 0 });
      if (period) found.set(warehouseVersion, { entries, tests });
      const setAsides = await readSetAsides(c.var.sql, now());
      const withSetAside = <Entry extends { chave: string }>(entry: Entry) => ({
        ...entry,
        adiado: setAsides.get(entry.chave) ?? null,
      });
      const { reasons } = await readHealth(c.var.sql);
      return dataResponse(c, {
        data: {
          pipeline: ids
            ? []
            : reasons.map((reason) => withSetAside({ chave: `pipeline/${reason.code}`, ...reason })),
          jobs: entries
            .filter(({ id_workspace }) => !ids || (id_workspace !== null && ids.includes(id_workspace)))
            .map(withSetAside),
        },
        meta: { ate: period?.to ?? null, testes: tests },
      });
    })
    .openapi(setAsideRoute, async (c) => {
      const { chave: key, until, note } = c.req.valid("json");
      const at = now();
      const by = requirePrincipal(c).name;
      const data = await setEntryAside(sql, { key, until: parseEnd(until, at), note, by, now: at });
      return c.json({ data }, 200, UNCACHED);
    })
    .openapi(restore, async (c) => {
      await restoreEntry(sql, c.req.valid("json").chave);
      return c.json({ data: null }, 200, UNCACHED);
    });
}
