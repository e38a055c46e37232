import { expect, it } from "vitest";
import { sharedFor } from "./snapshot.ts";

it("reads once for all calls within the maximum age, and again for later ones", async () => {
  let clock = 0;
  let reads = 0;
  const recent = sharedFor(
    100,
    async () => ++reads,
    () => clock,
  );
  expect(await Promise.all([recent(), recent()])).toEqual([1, 1]);
  clock = 100;
  expect(await recent()).toBe(1);
  clock = 101;
  expect(await recent()).toBe(2);
});

it("counts the age from the start of the read, however long it takes", async () => {
  let clock = 0;
  const pending: ((value: string) => void)[] = [];
  const recent = sharedFor(
    100,
    () => new Promise<string>((resolve) => pending.push(resolve)),
    () => clock,
  );
  const slow = recent();
  clock = 150;
  const next = recent();
  pending[1]?.("new");
  pending[0]?.("old");
  expect(await next).toBe("new");
  expect(await slow).toBe("old");
  expect(await recent()).toBe("new");
});

it("does not keep a failed read", async () => {
  const outcomes = [Promise.reject(new Error("gone")), Promise.resolve("back")];
  const recent = sharedFor(
    100,
    () => outcomes.shift() ?? Promise.resolve("more"),
    () => 0,
  );
  await expect(recent()).rejects.toThrow("gone");
  expect(await recent()).toBe("back");
});
