import { condition, defineQuery, defineUpdate, setCurrentDetails, setHandler } from "@temporalio/workflow";

export interface ProgressFigures {
  phase: "reading" | "transforming";
  paused: boolean;
  /** A forecast from the beginning of the run: the source lives on. */
  expectedRecords: number;
  recordsRead: number;
  versionsWritten: number;
  versionsTransformed: number;
}

export const progressQuery = defineQuery<ProgressFigures>("progress");
/** Takes hold after the activities at work, 60 s at the latest. Both answer whether the workflow is paused now. */
export const pauseUpdate = defineUpdate<boolean>("pause");
export const resumeUpdate = defineUpdate<boolean>("resume");

export type Progress = ReturnType<typeof trackProgress>;

/** Keeps a workflow's figures, answers for them, shows them in the Web UI, and holds its work while paused. */
export function trackProgress(phase: ProgressFigures["phase"]) {
  const figures: ProgressFigures = {
    phase,
    paused: false,
    expectedRecords: 0,
    recordsRead: 0,
    versionsWritten: 0,
    versionsTransformed: 0,
  };
  const show = () => setCurrentDetails(describe(figures));
  const setPaused = (paused: boolean) => () => {
    figures.paused = paused;
    show();
    return paused;
  };
  setHandler(progressQuery, () => figures);
  setHandler(pauseUpdate, setPaused(true));
  setHandler(resumeUpdate, setPaused(false));
  return {
    expect(records: number) {
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
    whileNotPaused: () => condition(() => !figures.paused),
  };
}

function describe(figures: ProgressFigures): string {
  const work =
    figures.phase === "reading"
      ? `Read ${figures.recordsRead} of about ${figures.expectedRecords} records; ${figures.versionsWritten} new versions.`
      : `Transformed ${figures.versionsTransformed} versions into gold.`;
  return figures.paused ? `Paused. ${work}` : work;
}
