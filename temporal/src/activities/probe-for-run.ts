import { cancellationSignal } from "@temporalio/activity";
import type { RunReference } from "../ledger/run-reference.ts";
import { createProbe, type Probe } from "../source/probe.ts";
import { currentActivity } from "./activity-reference.ts";
import type { ActivityDependencies } from "./dependencies.ts";

/** A probe for the current activity. */
export const probeForRun = (
  { source, sql, settings }: ActivityDependencies,
  { runId }: RunReference,
): Probe =>
  createProbe({
    source,
    sql,
    runId,
    activity: currentActivity(),
    patienceMinutes: settings.SOURCE_PATIENCE_MINUTES,
    signal: cancellationSignal(),
    deadline: performance.now() + settings.ACTIVITY_TIME_BOX_MS,
  });
