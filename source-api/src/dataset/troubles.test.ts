import { describe, expect, it } from "vitest";
import { HOUR, setUp, start } from "../testing/test-dataset.ts";
import type { PlantedTrouble } from "./intervention-schema.ts";
import type { EnrichmentRecord } from "./record.ts";

/** The jobs of the largest workspace that arrive in the two days after it got into trouble. */
function jobsAfter(kind: PlantedTrouble, then: PlantedTrouble = kind): EnrichmentRecord[] {
  const { dataset } = setUp({ records: 5_000 });
  dataset.advanceTo(start + HOUR);
  const largest = [...Map.groupBy(dataset.cleanRecords(), ({ id_workspace }) => id_workspace)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  )[0]?.[0];
  if (largest === undefined) throw new Error("There are no records.");
  dataset.intervene({ type: "trouble", workspace: largest, kind });
  if (then !== kind) dataset.intervene({ type: "trouble", workspace: largest, kind: then });
  const planted = new Date(dataset.now * 1_000).toISOString();
  dataset.advanceTo(start + 49 * HOUR);
  return [...dataset.cleanRecords()].filter(
    ({ id_workspace, created_at }) =>
      id_workspace === largest && Date.parse(created_at) > Date.parse(planted),
  );
}

const statusesOf = (jobs: readonly EnrichmentRecord[]) => new Set(jobs.map(({ status }) => status));

describe("a workspace in trouble", () => {
  it("fails all jobs, and runs none again", () => {
    const ended = jobsAfter("failing").filter(({ status }) => status !== "PROCESSING");
    expect(ended.length).toBeGreaterThan(100);
    expect(statusesOf(ended)).toEqual(new Set(["FAILED"]));
  });

  it("takes five times as long", () => {
    const meanOf = (jobs: readonly EnrichmentRecord[]) => {
      const completed = jobs.filter(({ status }) => status === "COMPLETED");
      const seconds = completed.map(
        ({ created_at, updated_at }) => (Date.parse(updated_at) - Date.parse(created_at)) / 1_000,
      );
      return seconds.reduce((sum, duration) => sum + Math.log(duration), 0) / seconds.length;
    };
    const ratio = Math.exp(meanOf(jobsAfter("slow")) - meanOf(jobsAfter("none")));
    expect(ratio).toBeGreaterThan(4);
    expect(ratio).toBeLessThan(6);
  });

  it("ends no job", () => {
    const jobs = jobsAfter("stuck");
    expect(jobs.length).toBeGreaterThan(100);
    expect(statusesOf(jobs)).toEqual(new Set(["PROCESSING"]));
  });

  it("sends no job after the hour that has begun", () => {
    const late = ({ created_at }: EnrichmentRecord) => Date.parse(created_at) >= (start + 2 * HOUR) * 1_000;
    expect(jobsAfter("none").filter(late).length).toBeGreaterThan(100);
    expect(jobsAfter("silent").filter(late)).toEqual([]);
  });

  it("is as before once the trouble ends", () => {
    expect(jobsAfter("failing", "none")).toEqual(jobsAfter("none"));
  });
});
