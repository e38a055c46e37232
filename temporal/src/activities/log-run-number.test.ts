import { log } from "@temporalio/activity";
import { MockActivityEnvironment } from "@temporalio/testing";
import { DefaultLogger, type LogEntry } from "@temporalio/worker";
import { expect, test } from "vitest";
import { logRunNumber } from "./log-run-number.ts";

async function linesOf(...args: unknown[]): Promise<LogEntry["meta"][]> {
  const lines: LogEntry[] = [];
  const environment = new MockActivityEnvironment(
    { activityType: "readSlice" },
    { interceptors: [logRunNumber], logger: new DefaultLogger("DEBUG", (entry) => void lines.push(entry)) },
  );
  await environment.run(async (..._args: unknown[]) => log.info("a line of the activity"), ...args);
  return lines.filter(({ message }) => message === "a line of the activity").map(({ meta }) => meta);
}

test("an activity's lines have the number of its run, and what Temporal knows of it", async () => {
  const run = { runId: "4a3e", runNumber: 412, generation: 1, kind: "incremental" };
  expect(await linesOf(run, 3)).toEqual([
    expect.objectContaining({
      runNumber: 412,
      activityType: "readSlice",
      attempt: 1,
      workflowId: expect.any(String),
      workflowRunId: expect.any(String),
    }),
  ]);
});

test.each([[[]], [["a note"]], [[null]], [[7]]])("an activity without a run has none: %j", async (args) => {
  const [line] = await linesOf(...args);
  expect(line).toMatchObject({ activityType: "readSlice" });
  expect(line).not.toHaveProperty("runNumber");
});
