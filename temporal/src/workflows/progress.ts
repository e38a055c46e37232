import { defineQuery, setCurrentDetails, setHandler } from "@temporalio/workflow";
import type { Pause } from "./pause.ts";

export interface ProgressFigures {
  phase: "reading" | "transforming";
  paused: boolean;
  /** An estimate from the start of the run; the source may change since. */
  expectedRecords: number;
  recordsRead: number;
  versionsWritten: number;
  versionsTransformed: number;
}

export const progressQuery = defineQuery<ProgressFigures>("progress");

export type Progress = ReturnType<typeof trackProgress>;

/** Tracks a workflow's progress, answers the progress query and shows it in the Web UI. */
export function trackProgress(phase: ProgressFigures["phase"], pause: Pause) {
  const figures: ProgressFigures = {
    phase,
    paused: pause.paused,
    expectedRecords: 0,
    recordsRead: 0,
    versionsWritten: 0,
    versionsTransformed: 0,
  };
  const show = () => setCurrentDetails(describe(figures));
  setHandler(progressQuery, () => figures);
  pause.follow((paused) => {
    figures.paused = paused;
    show();
  });
  return {
    expect(records: number) {
      figures.phase = "reading";
      figures.expectedRecords = records;
      show();
    },
    read(records: number, versions: number) {
      figures.recordsRead += records;
      figures.versionsWritten += versions;
      show();
    },
    transform() {
      figures.phase = "transforming";
      show();
    },
    transformed(versions: number) {
      figures.versionsTransformed += versions;
      show();
    },
    whileNotPaused: () => pause.whileNotPaused(),
  };
}

function describe(figures: ProgressFigures): string {
  const work =
    figures.phase === "reading"
      ? `Read ${figures.recordsRead} of about ${figures.expectedRecords} records; ${figures.versionsWritten} new versions.`
      : `Transformed ${figures.versionsTransformed} versions into gold.`;
  return figures.paused ? `Paused. ${work}` : work;
}
