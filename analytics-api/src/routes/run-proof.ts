import { createRoute, z } from "@hono/zod-openapi";
import { ProblemError } from "../http/problem.ts";
import { failures, notFound, notModified, ok } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { readProof } from "../queries/list-proofs.ts";
import { readProofDetail } from "../queries/proof-detail.ts";
import { readRun } from "../queries/run.ts";
import { envelope } from "../schemas/envelope.ts";
import { bounds, proofBounds, proofDetail } from "../schemas/proof.ts";
import { query } from "../schemas/query.ts";
import { parseRunKey, runKey } from "../schemas/run-key.ts";

const route = createRoute({
  method: "get",
  path: "/runs/{id}/proof",
  tags: ["pipeline"],
  summary:
    "How a run proved that the warehouse equals the source: what both count, window by window, and what differed",
  request: { params: z.object({ id: runKey }), query: query({}) },
  responses: {
    ...ok("The proof of the run, by its id or its number.", envelope(proofBounds, proofDetail)),
    ...notModified,
    ...notFound,
    ...failures,
  },
});

export const runProofRoutes = () =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const { id } = c.req.valid("param");
    const run = await readRun(sql, parseRunKey(id));
    if (!run) throw new ProblemError(404, `There is no run ${id} in the ledger.`);
    const proof = await readProof(sql, run.run_id);
    if (!proof)
      throw new ProblemError(404, `Run ${run.run_number} has no proof: it did not get to it, or is too old.`);
    return c.json({ data: await readProofDetail(sql, proof), meta: bounds, as_of: asOf }, 200);
  });
