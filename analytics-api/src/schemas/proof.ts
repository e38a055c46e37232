import { ops } from "@enrichment-monitor/warehouse";
import { type ProofEnd, verdictOf } from "@enrichment-monitor/warehouse/proof-verdict";
import { z } from "@hono/zod-openapi";
import { count, instant, instantOrNull, orNull, uuid } from "./wire.ts";

const differenceKind = z.enum(ops.differenceKinds).openapi({
  description:
    "`lost`: listed by the source, unknown to the warehouse. `stale`: listed with a newer `updated_at`. `rolled_back`: listed with an older one. `listed_twice`: listed more than once. `gone`: no longer listed. `changed`: listed with the same `updated_at` and another content.",
  example: "gone",
});

/** A proof by counting: a row of `ops.proofs`, with what its windows and differences add up to. */
const proofRow = z.object({
  run_id: uuid,
  run_number: count.openapi({ example: 412 }),
  verdict: z.enum(ops.proofVerdicts).openapi({
    description:
      "`counting`: at work. `proved`: source and warehouse count the same in every window. `being_checked`: windows differ, or the source changed while it was counted; the next run goes on. `read_in_full`: a complete read compared every record. `not_countable`: the source cannot be counted by time; its total and its pages are compared instead.",
    example: "proved",
  }),
  started_at: instant,
  finished_at: instantOrNull,
  source_records: count
    .nullable()
    .openapi({ description: "Entries that the source counts; null: not counted.", example: 5204 }),
  warehouse_records: count
    .nullable()
    .openapi({ description: "Entries that the warehouse takes the source to list.", example: 5204 }),
  requests: count.openapi({ description: "To count and to read what differed.", example: 22 }),
  windows_total: count.openapi({
    description: "Spans of `updated_at` that were counted; together they are all of the source.",
    example: 14,
  }),
  windows_differing: count.openapi({ description: "Those that still differ.", example: 0 }),
  records_differing: count.openapi({ description: "By how many entries they differ.", example: 0 }),
  differences_total: count.openapi({
    description:
      "Records that differed; each is brought in line, unless its window still differs. What a complete read found is in the run's `findings`.",
    example: 1,
  }),
  differences_by_kind: z.array(z.object({ kind: differenceKind, records: count.openapi({ example: 1 }) })),
  gold_checked: count.openapi({ description: "Rows of gold derived from bronze again.", example: 500 }),
  gold_repaired: count.openapi({ description: "Those that were not what bronze says.", example: 0 }),
});

export const proof = proofRow.openapi("Proof");

export type Proof = z.infer<typeof proof>;

export type ProofRow = Omit<Proof, "verdict"> & ProofEnd;

export const showProof = ({ verdict, runOutcome, isLeftOpen, ...row }: ProofRow): Proof => ({
  ...row,
  verdict: verdictOf({ verdict, runOutcome, isLeftOpen }),
});

/** A row of `ops.proof_windows`. */
const proofWindow = z
  .object({
    window_no: count.openapi({ example: 9 }),
    origin: z.enum(ops.proofWindowOrigins).openapi({
      description:
        "`boundary`: between two times of the proof. `half`: of a window that differed. `scrub`: read in rotation, whatever it counts. `earlier_entry`: around a record's earlier time. The first two, together, are all of the source.",
      example: "half",
    }),
    from_at: instantOrNull.openapi({ description: "Inclusive; null: from the beginning." }),
    to_at: instantOrNull.openapi({ description: "Exclusive; null: to the end." }),
    source_records: z.number().int().openapi({ example: 96 }),
    warehouse_records: z.number().int().openapi({ example: 96 }),
    verdict: z.enum(ops.proofWindowVerdicts).openapi({
      description:
        "`equal`: both count the same. `healed`: so they do since what differed was read. `reading`: it is being read. `differs`, `unsettled`: they still count differently.",
      example: "healed",
    }),
    counted_at: instant,
  })
  .openapi("ProofWindow");

export type ProofWindow = z.infer<typeof proofWindow>;

/** A row of `ops.differences`. */
const difference = z
  .object({
    record_key: uuid.openapi({
      description: "The source's id where that is a UUID, else one made from what was sent in its place.",
    }),
    kind: differenceKind,
    window_no: count.nullable().openapi({
      description: "The window that was read: the evidence. Null: a complete read found it.",
      example: 9,
    }),
    version_id: count.nullable().openapi({
      description: "The version of the record that settled it; null where there is none, as of what is gone.",
      example: null,
    }),
    found_at: instant,
    lineage_path: z.string().nullable().openapi({
      description: "Where this API has the record with its history; null where gold does not show it.",
      example: "/analytics/enrichments/f47ac10b-58cc-4372-a567-0e02b2c3d479",
    }),
  })
  .openapi("Difference");

export type Difference = z.infer<typeof difference>;

export const proofDetail = proofRow
  .extend({
    windows: z.array(proofWindow).openapi({
      description:
        "Those that together are all of the source from the earliest, then others; see `meta.max_windows` and `windows_total`.",
    }),
    differences: z
      .array(difference)
      .openapi({ description: "As they were found; see `meta.max_differences` and `differences_total`." }),
  })
  .openapi("ProofDetail");

export const proofDetailOrNull = orNull(proofDetail);

/** More windows than a proof has before a complete read is cheaper. */
export const MAX_WINDOWS = 1_000;
export const MAX_DIFFERENCES = 200;

/** How much of a proof is shown. */
export const proofBounds = z.object({
  max_windows: count.openapi({ description: "`windows` holds at most this many.", example: MAX_WINDOWS }),
  max_differences: count.openapi({
    description: "`differences` holds at most this many.",
    example: MAX_DIFFERENCES,
  }),
});

export const bounds: z.infer<typeof proofBounds> = {
  max_windows: MAX_WINDOWS,
  max_differences: MAX_DIFFERENCES,
};
