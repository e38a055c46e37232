import { expect, it } from "vitest";
import { createRecent } from "./recent.ts";

it("reads once for all who ask within the time, and anew for those after it", async () => {
  let clock = 0;
  let reads = 0;
  const recent = createRecent(
    async () => ++reads,
    100,
    () => clock,
  );
  expect(await Promise.all([recent(), recent()])).toEqual([1, 1]);
  clock = 100;
  expect(await recent()).toBe(1);
  clock = 101;
  expect(await recent()).toBe(2);
});

it("counts the age from the beginning of the reading, however long it takes", async () => {
  let clock = 0;
  const answers: ((value: string) => void)[] = [];
  const recent = createRecent(
    () => new Promise<string>((resolve) => answers.push(resolve)),
    100,
    () => clock,
  );
  const slow = recent();
  clock = 150;
  const next = recent();
  answers[1]?.("new");
  answers[0]?.("old");
  expect(await next).toBe("new");
  expect(await slow).toBe("old");
  expect(await recent()).toBe("new");
});

it("does not keep a failure", async () => {
  const outcomes = [Promise.reject(new Error("gone")), Promise.resolve("back")];
  const recent = createRecent(
    () => outcomes.shift() ?? Promise.resolve("more"),
    100,
    () => 0,
  );
  await expect(recent()).rejects.toThrow("gone");
  expect(await recent()).toBe("back");
});
