import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createJobPlanner } from "./job-plan.ts";
import { createTroubles } from "./troubles.ts";
import { createWorkspaces } from "./workspaces.ts";

const planner = createJobPlanner(42, createWorkspaces(42, 5000), createTroubles());
const created = 1_000_000;
const numbers = Array.from({ length: 20_000 }, (_, number) => number);
const jobs = numbers.map((number) => planner.draw(number, created));
const lives = numbers.map((number) => planner.transitions(number, created));

function share<T>(all: T[], belongs: (one: T) => boolean): number {
  return all.filter(belongs).length / all.length;
}

describe("transitions", () => {
  it("begins with PROCESSING at birth, alternates with ends, and never stands still", () => {
    fc.assert(
      fc.property(fc.nat({ max: 10_000_000 }), fc.nat({ max: 2 ** 31 }), (number, created) => {
        const life = planner.transitions(number, created);
        expect(life[0]).toEqual({ at: created, status: "PROCESSING" });
        for (const [place, { at, status }] of life.entries()) {
          expect(status === "PROCESSING").toBe(place % 2 === 0);
          expect(at).toBeGreaterThan(life[place - 1]?.at ?? -1);
        }
        if (life.length > 2) expect(life[1]?.status).toBe("FAILED");
        expect(life.length % 2).toBe(0);
      }),
    );
  });

  it("ends most jobs well, some not, and runs about a third of the failed again", () => {
    const firstEnd = (status: string) => share(lives, (life) => life[1]?.status === status);
    expect(firstEnd("COMPLETED")).toBeGreaterThan(0.85);
    expect(firstEnd("FAILED")).toBeGreaterThan(0.03);
    expect(firstEnd("CANCELED")).toBeCloseTo(0.03, 2);
    const failed = lives.filter((life) => life[1]?.status === "FAILED");
    expect(share(failed, (life) => life.length === 4)).toBeCloseTo(0.35, 1);
    expect(share(lives, (life) => life.at(-1)?.status === "COMPLETED")).toBeGreaterThan(
      firstEnd("COMPLETED"),
    );
  });

  it("takes longer for more contacts", () => {
    const meanDuration = (from: number, to: number) => {
      const durations = lives.flatMap(([begin, end], number) => {
        const contacts = jobs[number]?.contacts ?? 0;
        const counts =
          begin !== undefined && end?.status === "COMPLETED" && contacts >= from && contacts <= to;
        return counts ? [end.at - begin.at] : [];
      });
      return durations.reduce((sum, duration) => sum + duration, 0) / durations.length;
    };
    const means = [
      meanDuration(1, 99),
      meanDuration(100, 500),
      meanDuration(501, 1000),
      meanDuration(1001, 12_000),
    ];
    expect(means).toEqual(means.toSorted((a, b) => a - b));
    expect(means[3]).toBeGreaterThan(5 * (means[0] ?? 0));
  });
});

describe("draw", () => {
  it("has jobs of every size, and a few without contacts", () => {
    expect(share(jobs, ({ contacts }) => contacts === 0)).toBeCloseTo(0.01, 2);
    expect(share(jobs, ({ contacts }) => contacts < 100)).toBeCloseTo(0.38, 1);
    expect(share(jobs, ({ contacts }) => contacts >= 100 && contacts <= 500)).toBeCloseTo(0.34, 1);
    expect(share(jobs, ({ contacts }) => contacts >= 501 && contacts <= 1000)).toBeCloseTo(0.17, 1);
    expect(share(jobs, ({ contacts }) => contacts > 1000)).toBeCloseTo(0.11, 1);
  });

  it("has both types of contacts", () => {
    expect(share(jobs, ({ contactType }) => contactType === "COMPANY")).toBeCloseTo(0.4, 1);
  });
});
