import { readFile } from "node:fs/promises";

const LOG_TAIL_LINES = 20;

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process ended before it was ready; the message is that of `describeExit`. */
export class EndedEarlyError extends Error {
  override readonly name = "EndedEarlyError";
}

interface Logged {
  readonly name: string;
  readonly logFile: string;
}

/** One sentence on how a process ended, then the last lines of its log and where the rest is. */
export async function describeExit(process: Logged, { code, signal }: ProcessExit): Promise<string> {
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
  return `${process.name} ended with ${how}. ${await describeLog(process)}`;
}

export async function describeLog({ logFile }: Logged): Promise<string> {
  const lines = (await readFile(logFile, "utf8")).trimEnd().split("\n").slice(-LOG_TAIL_LINES);
  return `Its log is ${logFile}; the last lines:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}
