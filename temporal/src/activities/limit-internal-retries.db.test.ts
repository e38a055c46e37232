import { ApplicationFailure } from "@temporalio/common";
import { MockActivityEnvironment } from "@temporalio/testing";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { sourceDoubtful } from "../failures.ts";
import { WriteConflict } from "../ledger/retry-conflict.ts";
import { limitInternalRetries } from "./limit-internal-retries.ts";

let sql: postgres.Sql;
beforeAll(() => {
  sql = postgres(inject("postgresUrl"), { max: 1, onnotice: () => undefined });
});
afterAll(() => sql.end());

const own: [string, () => Promise<unknown>][] = [
  ["a bug", async () => (undefined as unknown as string[]).length],
  ["an error of Node's", async () => Buffer.alloc(-1)],
  ["a division by zero", () => sql`select 1 / 0`],
  ["a column that does not exist", () => sql`select nothing from pg_class`],
];

const passing: [string, () => Promise<unknown>][] = [
  ["a typed failure", () => Promise.reject(sourceDoubtful("Twice another answer.", 10))],
  ["a conflict", () => Promise.reject(new WriteConflict())],
  ["termination by an administrator", () => sql`select pg_terminate_backend(pg_backend_pid())`],
  ["a canceled statement", () => sql`select pg_cancel_backend(pg_backend_pid()), pg_sleep(1)`],
  ["a refused connection", () => onceConnected("postgres://nobody@127.0.0.1:1/none")],
];

async function onceConnected(url: string): Promise<void> {
  const nowhere = postgres(url, { max: 1, backoff: false });
  await nowhere`select 1`.finally(() => nowhere.end());
}

/** What the attempt throws. */
const attemptOf = (attempt: number, work: () => Promise<unknown>): Promise<unknown> =>
  new MockActivityEnvironment({ attempt, activityType: "advanceProof" })
    .run(limitInternalRetries(async () => void (await work())))
    .then(
      () => undefined,
      (error: unknown) => error,
    );

describe("an internal error", () => {
  test.each(own)("is retried, and final after five attempts: %s", async (_, work) => {
    const first = await attemptOf(4, work);
    expect(first).toBeInstanceOf(Error);
    expect(first).not.toBeInstanceOf(ApplicationFailure);
    expect(await attemptOf(5, work)).toMatchObject({
      type: "PipelineError",
      nonRetryable: true,
      message: expect.stringMatching(/^advanceProof failed with an internal error in attempt 5: \w+: /),
    });
  });
});

describe("a transient error", () => {
  test.each(passing)("is rethrown unchanged: %s", async (_, work) => {
    const error = await attemptOf(50, work);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toMatchObject({ nonRetryable: true });
    expect(error).not.toMatchObject({ type: "PipelineError" });
  });
});
