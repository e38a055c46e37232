import { readFile } from "node:fs/promises";

export interface ProcessInfo {
  /** As in `ps`: R, S, Z, … */
  readonly state: string;
  readonly parent: number;
  /** Clock ticks since boot. Distinguishes a process from a later one with the same process id. */
  readonly startedAt: string;
  readonly commandLine: readonly string[];
}

/** Reads a process from /proc; undefined if it has ended or there is no /proc. */
export async function readProcessInfo(pid: number): Promise<ProcessInfo | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8");
    // The second field, the name, is in brackets and can contain spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state = "", parent = "0"] = fields;
    return {
      state,
      parent: Number(parent),
      startedAt: fields[19] ?? "",
      commandLine: commandLine.split("\0").slice(0, -1),
    };
  } catch {
    return undefined;
  }
}
