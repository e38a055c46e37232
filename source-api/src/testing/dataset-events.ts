import fc from "fast-check";
import type { Dataset } from "../dataset/dataset.ts";
import { FLAWS } from "../dataset/flaws.ts";
import type { Damage, Intervention } from "../dataset/intervention-schema.ts";
import { HOUR } from "./test-dataset.ts";

/** Seconds that pass, then something done to the dataset. */
export interface DatasetEvent {
  readonly after: number;
  readonly intervention: Intervention;
}

const count = fc.integer({ min: 1, max: 40 });
const target = fc.record({ count });
/** From a moment to longer than most jobs run. */
const seconds = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 12 * HOUR }));

const contractKeeping: fc.Arbitrary<Intervention> = fc.oneof(
  fc.record({ type: fc.constantFrom("create" as const, "touch" as const, "bulk-update" as const), count }),
  fc.record({ type: fc.constantFrom("delete" as const, "repair" as const), target }),
  fc.record({
    type: fc.constant("malform" as const),
    kind: fc.constantFrom(...FLAWS),
    count,
    fresh: fc.boolean(),
  }),
);

const contractBreaking: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({
    type: fc.constant("lose" as const),
    target,
    for_seconds: fc.option(seconds, { nil: undefined }),
  }),
  fc.record({
    type: fc.constantFrom("unhide" as const, "double" as const, "undouble" as const),
    target,
  }),
  fc.record({
    type: fc.constant("restore" as const),
    target,
    seconds: fc.option(seconds, { nil: undefined }),
  }),
  fc.record({ type: fc.constant("update-late" as const), target, seconds }),
  fc.record({ type: fc.constant("create-late" as const), count, seconds }),
);

function eventsOf(intervention: fc.Arbitrary<Intervention>, maxLength: number): fc.Arbitrary<DatasetEvent[]> {
  const after = fc.oneof(fc.constant(0), fc.nat({ max: 3 * HOUR }));
  return fc.array(fc.record({ after, intervention }), { maxLength });
}

/** After which the source keeps what its contract promises. */
export const contractKeepingEvents = eventsOf(contractKeeping, 8);
/** After which it may not. */
export const anyEvents = eventsOf(
  fc.oneof({ arbitrary: contractKeeping, weight: 1 }, { arbitrary: contractBreaking, weight: 2 }),
  12,
);

/** Lets events happen, one after the other. */
export function live(dataset: Dataset, events: readonly DatasetEvent[]): void {
  for (const { after, intervention } of events) {
    dataset.advanceTo(dataset.now + after);
    dataset.intervene(intervention);
  }
}
