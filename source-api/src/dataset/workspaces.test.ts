import { expect, it } from "vitest";
import { createWorkspaces } from "./workspaces.ts";

it("has names and ids of their own for as many customers as the dataset needs", () => {
  const workspaces = createWorkspaces(42, 1_000_000);
  const all = Array.from({ length: 400 }, (_, place) => workspaces.at(place));
  expect(new Set(all.map(({ id }) => id)).size).toBe(400);
  expect(new Set(all.map(({ name }) => name)).size).toBe(400);
  expect(() => workspaces.at(400)).toThrow("There is no workspace 400.");
});

it("gives the largest more than a quarter of all jobs and the smallest almost none", () => {
  const { pick } = createWorkspaces(42, 5000);
  const picks = Array.from({ length: 10_000 }, (_, n) => pick(n / 10_000));
  const jobsOf = (place: number) => picks.filter((picked) => picked === place).length;
  expect(jobsOf(0)).toBeGreaterThan(2500);
  expect(jobsOf(41)).toBeGreaterThan(20);
  expect(jobsOf(41)).toBeLessThan(100);
  expect(Math.max(...picks)).toBe(41);
});

it("is the same for the same seed", () => {
  const names = (seed: number) => {
    const workspaces = createWorkspaces(seed, 100);
    return Array.from({ length: 8 }, (_, place) => workspaces.at(place));
  };
  expect(names(1)).toEqual(names(1));
  expect(names(1)).not.toEqual(names(2));
});
