import { ServiceError, WorkflowFailedError } from "@temporalio/client";
import { RetryState } from "@temporalio/common";
import { expect, test, vi } from "vitest";
import { awaitResult } from "./await-result.ts";

const noAnswer = () => new ServiceError("Failed to get Workflow execution history");

test("asks again when Temporal does not answer", async () => {
  const ask = vi.fn().mockRejectedValueOnce(noAnswer()).mockRejectedValueOnce(noAnswer());
  ask.mockResolvedValueOnce("done");
  expect(await awaitResult(ask, 0)).toBe("done");
  expect(ask).toHaveBeenCalledTimes(3);
});

test("gives up with a sentence", async () => {
  const ask = vi.fn().mockRejectedValue(noAnswer());
  await expect(awaitResult(ask, 0)).rejects.toThrow("Temporal does not answer any more.");
});

test("does not ask again after the workflow's end", async () => {
  const failure = new WorkflowFailedError("It failed.", undefined, RetryState.NON_RETRYABLE_FAILURE);
  const ask = vi.fn().mockRejectedValue(failure);
  await expect(awaitResult(ask, 0)).rejects.toBe(failure);
  expect(ask).toHaveBeenCalledTimes(1);
});
