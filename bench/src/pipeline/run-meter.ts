import { readFile } from "node:fs/promises";
import type { PipelineResult, RunSummary, workflows } from "@enrichment-monitor/temporal";
import type { Client, WorkflowHandleWithFirstExecutionRunId } from "@temporalio/client";
import { countActions, readRunHistories } from "./run-histories.ts";

type Handle = WorkflowHandleWithFirstExecutionRunId<(typeof workflows)["enrichmentPipeline"]>;

export interface MeasuredRun {
  /** From the start of the workflow to its result. */
  readonly seconds: number;
  readonly summary: RunSummary;
  /** Actions as Temporal Cloud counts them. */
  readonly actions: { readonly inHistories: number; readonly heartbeats: number };
  /** History events by workflow type. */
  readonly events: Readonly<Record<string, number>>;
}

/** @param temporalLog the server's log, which contains the address of its metrics */
export function createRunMeter(client: Client, temporalLog: string) {
  return async (start: () => Promise<Handle>): Promise<MeasuredRun> => {
    const heartbeatsBefore = await countHeartbeats(temporalLog);
    const begun = performance.now();
    const handle = await start();
    const result = await handle.result();
    const seconds = (performance.now() - begun) / 1000;
    const heartbeats = (await countHeartbeats(temporalLog)) - heartbeatsBefore;
    const histories = await readRunHistories(client, handle);
    const events: Record<string, number> = {};
    for (const { type, events: list } of histories) events[type] = (events[type] ?? 0) + list.length;
    const inHistories = histories.reduce((sum, history) => sum + countActions(history), 0);
    return { seconds, summary: requireSuccess(result), actions: { inHistories, heartbeats }, events };
  };
}

function requireSuccess(result: PipelineResult): RunSummary {
  if (result.outcome === "succeeded" || result.outcome === "succeeded_with_findings") return result;
  throw new Error(`The measured run did not succeed: ${JSON.stringify(result)}`);
}

/** Activity heartbeats that reached the server, by its metrics: histories do not contain them. */
async function countHeartbeats(temporalLog: string): Promise<number> {
  const [, url] = /Temporal Metrics:\s+(\S+)/.exec(await readFile(temporalLog, "utf8")) ?? [];
  if (url === undefined)
    throw new Error(`The Temporal server's log has no address of its metrics: ${temporalLog}`);
  const metrics = await (await fetch(url)).text();
  const counter =
    /^service_requests\{namespace="default",operation="RecordActivityTaskHeartbeat",service_name="frontend"\} (\d+)/m;
  return Number(counter.exec(metrics)?.[1] ?? 0);
}
