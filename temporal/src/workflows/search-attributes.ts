import { defineSearchAttributeKey } from "@temporalio/common";
import { upsertSearchAttributes } from "@temporalio/workflow";
import type { RunRequest } from "../activities/open-run.ts";
import type { RunReference } from "../ledger/run-reference.ts";

const runKind = defineSearchAttributeKey("EnrichmentRunKind", "KEYWORD");
const runTrigger = defineSearchAttributeKey("EnrichmentRunTrigger", "KEYWORD");
const runNumber = defineSearchAttributeKey("EnrichmentRunNumber", "INT");

/** Lets the run be found in the Web UI by what it is. Only on a server where the attributes are registered. */
export function indexRun(run: RunReference, { trigger }: RunRequest): void {
  upsertSearchAttributes([
    { key: runKind, value: run.kind },
    { key: runTrigger, value: trigger },
    { key: runNumber, value: run.runNumber },
  ]);
}
