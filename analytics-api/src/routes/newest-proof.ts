import { createRoute, z } from "@hono/zod-openapi";
import { failures, notModified, ok } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { listProofs } from "../queries/list-proofs.ts";
import { readProofDetail } from "../queries/proof-detail.ts";
import { envelope } from "../schemas/envelope.ts";
import { bounds, proof, proofBounds, proofDetailOrNull, showProof } from "../schemas/proof.ts";
import { pageSize, query } from "../schemas/query.ts";
import { count } from "../schemas/wire.ts";

const route = createRoute({
  method: "get",
  path: "/proof",
  tags: ["pipeline"],
  summary: "The newest proof that the warehouse equals the source, and those before",
  request: { query: query({ limit: pageSize(20) }) },
  responses: {
    ...ok(
      "The newest proof that has ended.",
      envelope(
        proofBounds.extend({
          limit: count.openapi({ description: "`history` holds at most this many.", example: 20 }),
        }),
        z.object({
          newest: proofDetailOrNull.openapi({ description: "Null: no run has got to one yet." }),
          history: z.array(proof).openapi({ description: "Newest first, the newest included." }),
        }),
      ),
    ),
    ...notModified,
    ...failures,
  },
});

export const newestProofRoutes = () =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const { limit } = c.req.valid("query");
    const proofs = await listProofs(sql, limit);
    const [newest] = proofs;
    return c.json(
      {
        data: {
          newest: newest ? await readProofDetail(sql, newest) : null,
          history: proofs.map(showProof),
        },
        meta: { ...bounds, limit },
        as_of: asOf,
      },
      200,
    );
  });
