import { z } from "@hono/zod-openapi";
import { recordSchema } from "../dataset/record.ts";
import { retryAfterSchema } from "./retry-after.ts";

const share = (what: string) => z.number().min(0).max(1).describe(`The share of requests, 0 to 1, ${what}.`);

const burstSchema = z.strictObject({
  requests: z.int().min(0).describe("Requests allowed in each window; 0 allows any number."),
  seconds: z.number().positive().max(3600).describe("Length of a window in seconds."),
});

const latencySchema = z.strictObject({
  least: z.int().min(0).max(600_000).describe("The shortest wait before an answer, in milliseconds."),
  extra: z.int().min(0).max(600_000).describe("How much longer, at most, the wait is."),
});

const field = recordSchema.keyof().nullable();

/** Everything that can go wrong with `/v1`. */
export const faultsSchema = z
  .strictObject({
    rate_limited: share("answered 429"),
    retry_after: retryAfterSchema,
    burst: burstSchema,
    server_error: share("answered 500"),
    latency_ms: latencySchema,
    unanswered: share("never answered"),
    cut_connection: share("whose connection breaks halfway through the body"),
    cut_body: share("answered 200 with half a body that looks complete"),
    html: share("answered 200 with a page of HTML"),
    duplicated: share("for a page after the first that begins with the last record of the page before"),
    touched_per_request: z
      .int()
      .min(0)
      .max(10_000)
      .describe(
        "Records saved again after each request, so that they move between pages while they are read.",
      ),
    malforming: share("after which one more stored record is malformed"),
    extra_field: z.boolean().describe("Each record has a field `score` that the contract does not know."),
    missing_field: field.describe("A field that no record has any more."),
    retyped_field: field.describe("A field whose numbers turn into texts, and its texts into lists of one."),
    down: z.boolean().describe("Every connection is closed without an answer."),
    ignore_updated_since: z.boolean().describe("`updated_since` changes nothing."),
  })
  .openapi("Faults");
export type Faults = z.infer<typeof faultsSchema>;

export const PRESET_NAMES = ["calm", "seed", "storm", "hostile"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

const calm: Faults = {
  rate_limited: 0,
  retry_after: { seconds: 1, date: 0, missing: 0, zero: 0, huge: 0, least: 1, extra: 1 },
  burst: { requests: 0, seconds: 1 },
  server_error: 0,
  latency_ms: { least: 0, extra: 0 },
  unanswered: 0,
  cut_connection: 0,
  cut_body: 0,
  html: 0,
  duplicated: 0,
  touched_per_request: 0,
  malforming: 0,
  extra_field: false,
  missing_field: null,
  retyped_field: null,
  down: false,
  ignore_updated_since: false,
};

/** Whole weathers in one word. */
export const PRESETS: Record<PresetName, Faults> = {
  calm,
  seed: { ...calm, rate_limited: 0.1 },
  storm: {
    ...calm,
    rate_limited: 0.5,
    retry_after: { seconds: 4, date: 3, missing: 1, zero: 1, huge: 1, least: 1, extra: 1 },
  },
  hostile: {
    ...calm,
    rate_limited: 0.05,
    retry_after: { seconds: 4, date: 3, missing: 1, zero: 1, huge: 1, least: 1, extra: 1 },
    server_error: 0.05,
    unanswered: 0.02,
    cut_connection: 0.01,
    cut_body: 0.01,
    html: 0.01,
    malforming: 0.02,
  },
};

/** A change to the faults: what it does not name stays as it is, or as `preset` has it. */
export const faultsChangeSchema = faultsSchema
  .partial()
  .extend({
    preset: z
      .enum(PRESET_NAMES)
      .optional()
      .describe("Where to start from; the rest of the change comes on top."),
    retry_after: retryAfterSchema.partial().optional(),
    burst: burstSchema.partial().optional(),
    latency_ms: latencySchema.partial().optional(),
  })
  .openapi("FaultsChange");
export type FaultsChange = z.infer<typeof faultsChangeSchema>;

export function changeFaults(current: Faults, { preset, ...change }: FaultsChange): Faults {
  const base = preset === undefined ? current : PRESETS[preset];
  return faultsSchema.parse({
    ...base,
    ...change,
    retry_after: { ...base.retry_after, ...change.retry_after },
    burst: { ...base.burst, ...change.burst },
    latency_ms: { ...base.latency_ms, ...change.latency_ms },
  });
}
