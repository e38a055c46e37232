import type { StreamEvent } from "../schemas/event.ts";
import type { PipelineState } from "./pipeline-state.ts";

/** What a client has received: the content of an event's id. */
export interface Position {
  dataVersion: number;
  runNumber: number;
  /** Commits of that run, or that it has finished. */
  commits: number | "end";
}

function parseId(id: string): Position | undefined {
  const [, dataVersion, runNumber, commits] = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15}|end)$/.exec(id) ?? [];
  if (commits === undefined) return undefined;
  return {
    dataVersion: Number(dataVersion),
    runNumber: Number(runNumber),
    commits: commits === "end" ? commits : Number(commits),
  };
}

/**
 * Where a client continues whose last event was `lastEventId`. One without an event, or with one of another warehouse, starts with
 * the current data and the open run.
 */
export function resumeFrom(lastEventId: string | undefined, { runs }: PipelineState): Position {
  const position = parseId(lastEventId ?? "");
  if (position && position.runNumber <= (runs.at(-1)?.run_number ?? 0)) return position;
  const finished = runs.findLast((run) => run.finished_at !== null);
  return { dataVersion: -1, runNumber: finished?.run_number ?? 0, commits: "end" };
}

/** The events between `since` and `state`, and the position after them: each run, but only the newest data version and progress. */
export function eventsSince(since: Position, state: PipelineState) {
  const { dataVersion, asOf, runs, progress } = state;
  const events: StreamEvent[] = [];
  let position = since;
  const moveTo = (next: Partial<Position>): string => {
    position = { ...position, ...next };
    return [position.dataVersion, position.runNumber, position.commits].join(".");
  };
  if (dataVersion !== since.dataVersion)
    events.push({
      event: "data",
      id: moveTo({ dataVersion }),
      data: { data_version: dataVersion, as_of: asOf },
    });
  for (const run of runs) {
    const { run_number: runNumber } = run;
    if (runNumber > position.runNumber)
      events.push({ event: "run.started", id: moveTo({ runNumber, commits: 0 }), data: run });
    if (runNumber < position.runNumber || position.commits === "end") continue;
    if (run.finished_at) events.push({ event: "run.finished", id: moveTo({ commits: "end" }), data: run });
    else if (progress?.run_number === runNumber && progress.commits !== position.commits)
      events.push({ event: "run.progressed", id: moveTo({ commits: progress.commits }), data: progress });
  }
  return { events, position };
}
