import { readFile } from "node:fs/promises";

const LOG_TAIL_LINES = 20;
const MAX_QUOTE = 300;
const ERROR_LINE = /\b(fatal|panic|error|cannot)\b/i;

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process did not become ready; the message ends with the last lines of its log. */
export class NotReadyError extends Error {
  override readonly name: string = "NotReadyError";
  /** The message in one line, without a full stop. */
  readonly brief: string;

  constructor(brief: string, message: string) {
    super(message);
    this.brief = brief;
  }
}

/** A process ended before it was ready; the message is from `describeExit`. */
export class EndedEarlyError extends NotReadyError {
  override readonly name = "EndedEarlyError";
}

interface Logged {
  readonly name: string;
  readonly logFile: string;
}

/** One sentence about the exit, then the last lines of the log and its path. */
export async function describeExit(process: Logged, exit: ProcessExit): Promise<string> {
  return `${process.name} ${exitText(exit)}. ${await describeLog(process)}`;
}

/** The exit in one line without a full stop, with the error in the log and its path. */
export async function describeExitBriefly(process: Logged, exit: ProcessExit): Promise<string> {
  const ended = `${process.name} ${exitText(exit)}`;
  // After SIGKILL the log does not have the reason.
  return exit.signal === "SIGKILL" ? ended : `${ended} (${await quoteLog(process)})`;
}

export async function describeLog({ logFile }: Logged): Promise<string> {
  const lines = await readLogTail(logFile);
  return `Its log is ${logFile}; the last lines:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

/** The last line with an error, otherwise the last line. */
export async function quoteLog({ logFile }: Logged): Promise<string> {
  const lines = await readLogTail(logFile);
  const line = (lines.findLast((text) => ERROR_LINE.test(text)) ?? lines.at(-1) ?? "").trim();
  if (line === "") return `its log ${logFile} is empty`;
  return `its log ${logFile} says: ${line.slice(0, MAX_QUOTE)}`;
}

function exitText({ code, signal }: ProcessExit): string {
  return `ended with ${signal === null ? `exit code ${code}` : `signal ${signal}`}`;
}

/** Empty if the log was deleted. */
async function readLogTail(logFile: string): Promise<string[]> {
  const log = await readFile(logFile, "utf8").catch(() => "");
  return log.trimEnd().split("\n").slice(-LOG_TAIL_LINES);
}
