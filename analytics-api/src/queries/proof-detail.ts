import type { z } from "@hono/zod-openapi";
import {
  MAX_DIFFERENCES,
  MAX_WINDOWS,
  type ProofRow,
  type proofDetail,
  showProof,
} from "../schemas/proof.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import { readDifferences } from "./proof-differences.ts";
import { readProofWindows } from "./proof-windows.ts";

/** A proof with the first of its windows and differences. */
export async function readProofDetail(sql: Snapshot, row: ProofRow): Promise<z.infer<typeof proofDetail>> {
  const windows = await readProofWindows(sql, row.run_id, MAX_WINDOWS);
  const differences = await readDifferences(sql, row.run_id, MAX_DIFFERENCES);
  return {
    ...showProof(row),
    windows,
    differences: differences.map(({ is_in_gold, ...difference }) => ({
      ...difference,
      lineage_path: is_in_gold ? `/analytics/enrichments/${difference.record_key}` : null,
    })),
  };
}
