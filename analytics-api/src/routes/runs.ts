import { ops } from "@enrichment-monitor/warehouse";
import { createRoute, z } from "@hono/zod-openapi";
import type { Dependencies } from "../dependencies.ts";
import { readPage } from "../http/cursor.ts";
import { ProblemError } from "../http/problem.ts";
import { dataResponse, dataResponses, foundResponses } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { finding, readFindings } from "../queries/findings.ts";
import { DETAIL_LIMITS, detailLimits, proofDetail, readProofDetail } from "../queries/proof-detail.ts";
import { findProof, listProofs, proofSummary } from "../queries/proofs.ts";
import { readRunWork, runWork } from "../queries/run-work.ts";
import { findRun, listRuns } from "../queries/runs.ts";
import { pageMeta, pageQuery, pageSize, query, repeatable } from "../schemas/query.ts";
import { type LedgerRow, parseRunKey, run, runKey, showRun } from "../schemas/run.ts";
import { count, orNull } from "../schemas/wire.ts";
import type { Snapshot } from "../sql/snapshot.ts";

const get = { method: "get" as const, tags: ["pipeline"] };

const list = createRoute({
  ...get,
  path: "/runs",
  summary: "The run ledger, newest first",
  request: {
    query: query({
      outcome: repeatable(z.enum(ops.runOutcomes)),
      kind: repeatable(z.enum(ops.runKinds)),
      trigger: repeatable(z.enum(ops.runTriggers)),
      ...pageQuery(20),
    }),
  },
  responses: dataResponses("One page.", {
    data: z.array(run),
    meta: z.object(pageMeta(20)),
  }),
});

const one = createRoute({
  ...get,
  path: "/runs/{id}",
  summary: "One run, by its id or number, with its findings, requests and commits",
  request: { params: z.object({ id: runKey }), query: query({}) },
  responses: foundResponses("The run.", {
    data: run
      .extend({
        findings: z.array(finding).describe("The most serious first."),
        ...runWork.shape,
      })
      .openapi("RunDetail"),
    meta: z.object({}),
  }),
});

const proofOfRun = createRoute({
  ...get,
  path: "/runs/{id}/proof",
  summary: "A run's proof that the warehouse equals the source: both counts per window, and the differences",
  request: { params: z.object({ id: runKey }), query: query({}) },
  responses: foundResponses("The proof of the run, by the run's id or number.", {
    data: proofDetail,
    meta: detailLimits,
  }),
});

const newestProof = createRoute({
  ...get,
  path: "/proof",
  summary: "The newest proof that the warehouse equals the source, and earlier ones",
  request: { query: query({ limit: pageSize(20) }) },
  responses: dataResponses("The newest finished proof.", {
    data: z.object({
      newest: orNull(proofDetail).describe("Null: no run has reached its proof yet."),
      history: z.array(proofSummary.openapi("Proof")).describe("Newest first, including the newest."),
    }),
    meta: detailLimits.extend({
      limit: count.openapi({ description: "Maximum length of `history`.", example: 20 }),
    }),
  }),
});

export const runsRoutes = ({ temporalUi }: Dependencies) =>
  createRouter()
    .openapi(list, async (c) => {
      const filters = c.req.valid("query");
      const { rows, page } = await readPage(
        filters,
        count,
        (page) => listRuns(c.var.sql, filters, page),
        ({ run_number }) => run_number,
      );
      return dataResponse(c, { data: rows.map((row) => showRun(row, temporalUi)), meta: page });
    })
    .openapi(one, async (c) => {
      const { sql } = c.var;
      const row = await requireRun(sql, c.req.valid("param").id);
      return dataResponse(c, {
        data: {
          ...showRun(row, temporalUi),
          findings: await readFindings(sql, row.run_id),
          ...(await readRunWork(sql, row.run_id)),
        },
        meta: {},
      });
    })
    .openapi(proofOfRun, async (c) => {
      const { sql } = c.var;
      const { run_id, run_number } = await requireRun(sql, c.req.valid("param").id);
      const proof = await findProof(sql, run_id);
      if (!proof)
        throw new ProblemError(404, `Run ${run_number} has no proof: it did not reach it, or is too old.`);
      return dataResponse(c, { data: await readProofDetail(sql, proof), meta: DETAIL_LIMITS });
    })
    .openapi(newestProof, async (c) => {
      const { limit } = c.req.valid("query");
      const history = await listProofs(c.var.sql, limit);
      const newest = history[0] ? await readProofDetail(c.var.sql, history[0]) : null;
      return dataResponse(c, { data: { newest, history }, meta: { ...DETAIL_LIMITS, limit } });
    });

async function requireRun(sql: Snapshot, key: string): Promise<LedgerRow> {
  const run = await findRun(sql, parseRunKey(key));
  if (!run) throw new ProblemError(404, `There is no run ${key} in the ledger.`);
  return run;
}
