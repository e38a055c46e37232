import { defineSearchAttributeKey } from "@temporalio/common";
import { upsertSearchAttributes } from "@temporalio/workflow";
import type { RunRequest } from "../activities/open-run.ts";
import type { RunReference } from "../ledger/run-reference.ts";

const runKind = defineSearchAttributeKey("EnrichmentRunKind", "KEYWORD");
const runTrigger = defineSearchAttributeKey("EnrichmentRunTrigger", "KEYWORD");
const runNumber = defineSearchAttributeKey("EnrichmentRunNumber", "INT");

/** Sets the run's search attributes for the Web UI. Call it only if the server has them registered. */
export function indexRun(run: RunReference, { trigger }: RunRequest): void {
  upsertSearchAttributes([
    { key: runKind, value: run.kind },
    { key: runTrigger, value: trigger },
    { key: runNumber, value: run.runNumber },
  ]);
}
