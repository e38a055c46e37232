import { expect, test } from "vitest";
import { retryConflict, WriteConflict } from "./retry-conflict.ts";

/** Loses `losses` times, then answers; and the waits that were asked for meanwhile. */
function losing(losses: number, error: Error = new WriteConflict("lost")) {
  const waits: number[] = [];
  let tries = 0;
  const transaction = async () => {
    if (++tries <= losses) throw error;
    return tries;
  };
  const wait = async (milliseconds: number) => waits.push(milliseconds);
  return { waits, answer: retryConflict(transaction, wait) };
}

test("waits between tries, for random times that may grow", async () => {
  const { answer, waits } = losing(9);
  expect(await answer).toBe(10);
  expect(waits).toHaveLength(9);
  for (const [index, waited] of waits.entries()) {
    expect(waited).toBeGreaterThanOrEqual(0);
    expect(waited).toBeLessThan(Math.min(20 * 2 ** index, 1_000));
  }
  expect(new Set(waits).size).toBeGreaterThan(1);
});

test("the tenth conflict, and any other error, is thrown", async () => {
  const lost = losing(10);
  await expect(lost.answer).rejects.toThrow("lost");
  expect(lost.waits).toHaveLength(9);
  const broken = losing(1, new Error("broken"));
  await expect(broken.answer).rejects.toThrow("broken");
  expect(broken.waits).toEqual([]);
});
