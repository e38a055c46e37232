import { readFile } from "node:fs/promises";

const LOG_TAIL_LINES = 20;
const MAX_QUOTE = 300;
const ERROR_LINE = /\b(fatal|panic|error|cannot)\b/i;

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process did not get ready; the message ends with the last lines of its log. */
export class NotReadyError extends Error {
  override readonly name: string = "NotReadyError";
  /** The same in one line, without a full stop. */
  readonly brief: string;

  constructor(brief: string, message: string) {
    super(message);
    this.brief = brief;
  }
}

/** A process ended before it was ready; the message is that of `describeExit`. */
export class EndedEarlyError extends NotReadyError {
  override readonly name = "EndedEarlyError";
}

interface Logged {
  readonly name: string;
  readonly logFile: string;
}

/** One sentence on how a process ended, then the last lines of its log and where the rest is. */
export async function describeExit(process: Logged, exit: ProcessExit): Promise<string> {
  return `${process.name} ${howItEnded(exit)}. ${await describeLog(process)}`;
}

/** How a process ended, in one line without a full stop: what its log has to say of it, and where the log is. */
export async function describeExitBriefly(process: Logged, exit: ProcessExit): Promise<string> {
  const ended = `${process.name} ${howItEnded(exit)}`;
  // After SIGKILL the log has no reason.
  return exit.signal === "SIGKILL" ? ended : `${ended} (${await quoteLog(process)})`;
}

export async function describeLog({ logFile }: Logged): Promise<string> {
  const lines = await readLogTail(logFile);
  return `Its log is ${logFile}; the last lines:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

/** The last line that tells of an error, else the last line. */
export async function quoteLog({ logFile }: Logged): Promise<string> {
  const lines = await readLogTail(logFile);
  const line = (lines.findLast((text) => ERROR_LINE.test(text)) ?? lines.at(-1) ?? "").trim();
  if (line === "") return `its log ${logFile} is empty`;
  return `its log ${logFile} says: ${line.slice(0, MAX_QUOTE)}`;
}

function howItEnded({ code, signal }: ProcessExit): string {
  return `ended with ${signal === null ? `exit code ${code}` : `signal ${signal}`}`;
}

/** Empty when somebody has removed the log. */
async function readLogTail(logFile: string): Promise<string[]> {
  const log = await readFile(logFile, "utf8").catch(() => "");
  return log.trimEnd().split("\n").slice(-LOG_TAIL_LINES);
}
