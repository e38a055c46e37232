import { ops } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { count, instant, instantOrNull, recordKey } from "../schemas/wire.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import { differenceKind, type ProofSummary, proofSummary } from "./proofs.ts";

/** A row of `ops.proof_windows`. */
export const proofWindow = z
  .object({
    window_no: count.openapi({ example: 9 }),
    origin: z.enum(ops.proofWindowOrigins).openapi({
      description:
        "`boundary`: between two boundaries of the proof. `half`: half of a window that differed. `scrub`: read in rotation, whatever its count. `earlier_entry`: around an earlier `updated_at` of a record. The first two together cover the whole source.",
      example: "half",
    }),
    from_at: instantOrNull.describe("Inclusive; null: no lower bound."),
    to_at: instantOrNull.describe("Exclusive; null: no upper bound."),
    source_records: z.number().int().openapi({ example: 96 }),
    warehouse_records: z.number().int().openapi({ example: 96 }),
    verdict: z.enum(ops.proofWindowVerdicts).openapi({
      description:
        "`equal`: both counts are equal. `healed`: they are equal since the differing records were read. `reading`: it is being read. `differs`, `unsettled`: the counts still differ.",
      example: "healed",
    }),
    counted_at: instant,
  })
  .openapi("ProofWindow");

/** A row of `ops.differences`. */
const difference = z
  .object({
    record_key: recordKey,
    kind: differenceKind,
    window_no: count.nullable().openapi({
      description: "The window that was read, as evidence; null: found by a complete read.",
      example: 9,
    }),
    version_id: count.nullable().openapi({
      description: "The version that resolved it; null if there is none, for example for `gone`.",
      example: null,
    }),
    found_at: instant,
    lineage_path: z.string().nullable().openapi({
      description:
        "Path of the record and its history in this API; null if the warehouse has no version of it.",
      example: "/analytics/enrichments/f47ac10b-58cc-4372-a567-0e02b2c3d479",
    }),
  })
  .openapi("Difference");

/** More windows than a proof reaches before a complete read is cheaper. */
const MAX_WINDOWS = 1_000;
const MAX_DIFFERENCES = 200;

export const proofDetail = proofSummary
  .extend({
    windows: z
      .array(proofWindow)
      .describe(
        "First the windows that cover the whole source, by time, then others; see `meta.max_windows` and `windows_total`.",
      ),
    differences: z
      .array(difference)
      .describe("In the order found; see `meta.max_differences` and `differences_total`."),
  })
  .openapi("ProofDetail");

export const detailLimits = z.object({
  max_windows: count.openapi({ description: "Maximum length of `windows`.", example: MAX_WINDOWS }),
  max_differences: count.openapi({
    description: "Maximum length of `differences`.",
    example: MAX_DIFFERENCES,
  }),
});

export const DETAIL_LIMITS = { max_windows: MAX_WINDOWS, max_differences: MAX_DIFFERENCES };

/** A proof with the first of its windows and differences. */
export async function readProofDetail(sql: Snapshot, proof: ProofSummary) {
  const windows = await sql<z.infer<typeof proofWindow>[]>`
    select window_no, origin, from_at, to_at, source_records, warehouse_records, verdict, counted_at
    from ops.proof_windows
    where run_id = ${proof.run_id}
    order by origin in ('scrub', 'earlier_entry'), from_at nulls first, to_at nulls last, window_no
    limit ${MAX_WINDOWS}`;
  const differences = await sql<z.infer<typeof difference>[]>`
    select record_key, kind, window_no, version_id, found_at,
           case when exists (select from gold.enrichments_lineage where id_enriquecimento = record_key)
             then '/analytics/enrichments/' || record_key end as lineage_path
    from ops.differences
    where run_id = ${proof.run_id}
    order by found_at, record_key, kind
    limit ${MAX_DIFFERENCES}`;
  return { ...proof, windows, differences };
}
