import { expect, test } from "vitest";
import { countActions, type RunHistory } from "./run-histories.ts";

const history = (...events: RunHistory["events"]): RunHistory => ({ type: "any", events });

test("counts the start of a workflow and of a child, timers, and every attempt of an activity", () => {
  expect(
    countActions(
      history(
        { workflowExecutionStartedEventAttributes: {} },
        { activityTaskScheduledEventAttributes: {} },
        { activityTaskStartedEventAttributes: { attempt: 3 } },
        { activityTaskCompletedEventAttributes: {} },
        { startChildWorkflowExecutionInitiatedEventAttributes: {} },
        { childWorkflowExecutionStartedEventAttributes: {} },
        { timerStartedEventAttributes: {} },
        { timerFiredEventAttributes: {} },
      ),
    ),
  ).toBe(1 + 3 + 1 + 1);
});
