import type { AlertEvent } from "@enrichment-monitor/warehouse/alert-vocabulary";
import type { AlertingCode } from "../alert-rules.ts";
import type { contactTypes, JobsEntry, jobSizes } from "../attention-entry.ts";

/** What a sentence about jobs shows, as text in its language. */
export interface ShownJobs {
  /** The workspace. */
  name: string;
  /** The size or contact type of the jobs; empty if the entry is not about one. */
  group: string;
  count: string;
  /** The jobs that were compared. */
  n: string;
  rate: string;
  usualRate: string;
  usualCount: string;
  /** How many times as long as usual. */
  ratio: string;
  since: string;
}

/** A kind of jobs' entry; `silent`: a workspace without any new job, `source_silent`: all workspaces. */
export type JobsWords = JobsEntry["tipo"] | "silent" | "source_silent";

/** The words of messages in one language. */
export interface Words {
  /** For numbers and names of months. */
  locale: string;
  /** Luxon's format of a time, with its zone. */
  timeFormat: string;
  /** Before the subject. */
  events: Record<AlertEvent | "test", string>;
  /** @param pipeline how the command line is called */
  reasons: (pipeline: string) => Record<AlertingCode, { what: string; remedy: string }>;
  pipeline: string;
  /** Short names for the subject. */
  kinds: Record<JobsEntry["tipo"], string>;
  sentences: Record<JobsWords, (shown: ShownJobs) => string>;
  allWorkspaces: string;
  sizes: Record<(typeof jobSizes)[number], string>;
  types: Record<(typeof contactTypes)[number], string>;
  lessThanOne: string;
  /** Before the sentence that the pipeline recorded, which is in English. */
  original: string;
  remedy: string;
  seenSince: (since: string) => string;
  lasted: (span: string, from: string, to: string) => string;
  open: string;
  test: { subject: string; text: string };
}
