import { describe, expect, it } from "vitest";
import { countMissedRuns, findMissedRuns } from "./missed-runs.ts";

/** A time on the day of the test, as hours, minutes and seconds. */
const at = (time: string): Date => new Date(`2026-11-23T${time}Z`);

const run = (started: string, finished?: string) => ({
  started_at: at(started),
  finished_at: finished === undefined ? null : at(finished),
});

const missed = (runs: ReturnType<typeof run>[], now: string, from = "00:00:00") =>
  findMissedRuns(runs, { from: at(from), now: at(now), intervalMs: 300_000 }).map(
    ({ from_at, to_at, runs }) => [
      from_at.toISOString().slice(11, 19),
      to_at.toISOString().slice(11, 19),
      runs,
    ],
  );

describe("missed runs", () => {
  it("are none while each slot has a run", () => {
    expect(missed([run("10:00:01", "10:00:09"), run("10:05:00", "10:05:04")], "10:14:59")).toEqual([]);
  });

  it("are the slots between two runs, and those before now", () => {
    const runs = [run("10:00:01", "10:00:09"), run("10:20:02", "10:20:09")];
    expect(missed(runs, "10:36:00")).toEqual([
      ["10:05:00", "10:20:00", 3],
      ["10:25:00", "10:35:00", 2],
    ]);
  });

  it("are not due before the first run, nor before the period", () => {
    expect(missed([], "10:36:00")).toEqual([]);
    expect(missed([run("10:00:01", "10:00:09")], "10:36:00", "10:21:00")).toEqual([
      ["10:25:00", "10:35:00", 2],
    ]);
  });

  it("are replaced by a run that lasts, that is running, or that was started by hand", () => {
    expect(missed([run("10:00:01", "10:17:00"), run("10:20:00", "10:20:05")], "10:24:00")).toEqual([]);
    expect(missed([run("10:00:01")], "11:00:00")).toEqual([]);
    expect(missed([run("10:00:01", "10:00:05"), run("10:08:00", "10:08:05")], "10:14:00")).toEqual([]);
  });

  it("do not include a run that seems to have started early", () => {
    const runs = [run("10:00:00", "10:00:05"), run("10:04:59", "10:05:05"), run("10:09:59", "10:10:05")];
    expect(missed(runs, "10:14:00")).toEqual([]);
  });
});

describe("missed runs by hour", () => {
  const hours = [at("09:00:00"), at("10:00:00"), at("11:00:00")];
  const gap = (from: string, runs: number) => ({
    from_at: at(from),
    to_at: new Date(at(from).getTime() + runs * 300_000),
    runs,
  });

  it("counts a run in the hour in which it was due", () => {
    expect(countMissedRuns([], hours, 300_000)).toEqual([0, 0, 0]);
    expect(countMissedRuns([gap("09:55:00", 2), gap("10:30:00", 30)], hours, 300_000)).toEqual([1, 7, 24]);
  });

  it("counts a run that was due on the hour in that hour only", () => {
    expect(countMissedRuns([gap("11:00:00", 1)], hours, 300_000)).toEqual([0, 0, 1]);
  });
});
