import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { showRun } from "../schemas/run.ts";
import { eventsSince, type Position, resumeFrom } from "./events-since.ts";
import type { PipelineState } from "./pipeline-state.ts";

const AS_OF = { run_number: null, instant: null, watermark: null };

const run = (run_number: number, finished: boolean) =>
  showRun(
    { run_number, finished_at: finished ? new Date("2026-11-23T17:00:00Z") : null } as Parameters<
      typeof showRun
    >[0],
    undefined,
  );

/** The pipeline's possible actions. */
type Step = "data" | "commit" | "begin or end a run";

/** Every intermediate state. */
function statesAfter(steps: readonly Step[]): PipelineState[] {
  let dataVersion = 0;
  let commits = 0;
  let runs: ReturnType<typeof showRun>[] = [];
  const state = (): PipelineState => {
    const newest = runs.at(-1);
    const open = newest && !newest.finished_at;
    const progress = open
      ? { run_number: newest.run_number, phase: "reading" as const, done: commits, total: commits, commits }
      : undefined;
    return { dataVersion, asOf: AS_OF, runs, progress };
  };
  const states = [state()];
  for (const step of steps) {
    const newest = runs.at(-1);
    if (step === "data") dataVersion += 1;
    else if (step === "commit") commits += 1;
    else if (newest && !newest.finished_at) runs = [...runs.slice(0, -1), run(newest.run_number, true)];
    else {
      commits = 0;
      runs = [...runs, run((newest?.run_number ?? 0) + 1, false)];
    }
    states.push(state());
  }
  return states;
}

const step = fc.constantFrom<Step>("data", "commit", "begin or end a run");

describe("eventsSince", () => {
  it("reports the start and end of every run once and in order, whatever states and connections a client missed", () => {
    const seen = fc.constantFrom("missed", "seen", "seen after a new connection");
    fc.assert(
      fc.property(fc.array(fc.tuple(step, seen)), (moves) => {
        const [first, ...rest] = statesAfter(moves.map(([next]) => next));
        const last = rest.at(-1) ?? first;
        if (!first || !last) return;
        let sent = eventsSince(resumeFrom(undefined, first), first);
        const events = [...sent.events];
        rest.forEach((state, index) => {
          const how = index === rest.length - 1 ? "seen" : moves[index]?.[1];
          if (how === "missed") return;
          const since: Position = how === "seen" ? sent.position : resumeFrom(events.at(-1)?.id, state);
          sent = eventsSince(since, state);
          events.push(...sent.events);
        });
        const ofRuns = events.flatMap(({ event, data }) =>
          event === "run.started" || event === "run.finished" ? [`${event} ${data.run_number}`] : [],
        );
        expect(ofRuns).toEqual(
          last.runs.flatMap(({ run_number, finished_at }) => [
            `run.started ${run_number}`,
            ...(finished_at ? [`run.finished ${run_number}`] : []),
          ]),
        );
        expect(events.findLast(({ event }) => event === "data")?.data).toMatchObject({
          data_version: last.dataVersion,
        });
        expect(eventsSince(sent.position, last).events).toEqual([]);
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      }),
    );
  });

  it("reports only the current state to a new client", () => {
    const state = statesAfter([
      "begin or end a run",
      "begin or end a run",
      "begin or end a run",
      "commit",
    ]).at(-1);
    if (!state) throw new Error("There is a state after every step.");
    for (const id of [undefined, "not an id", "1.2.3.4", "0.99.end"]) {
      const { events } = eventsSince(resumeFrom(id, state), state);
      expect(events.map(({ event, id }) => `${event} ${id}`)).toEqual([
        "data 0.1.end",
        "run.started 0.2.0",
        "run.progressed 0.2.1",
      ]);
    }
  });
});
