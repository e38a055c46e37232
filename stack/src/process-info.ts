import { readFile } from "node:fs/promises";

export interface ProcessInfo {
  /** As `ps` shows it: R, S, Z, … */
  readonly state: string;
  readonly parent: number;
  /** With the number, what tells a process from a later one that got the same number: clock ticks since boot. */
  readonly startedAt: string;
  readonly commandLine: readonly string[];
}

/** What Linux knows of a process; undefined when it is gone, and on systems without /proc. */
export async function readProcessInfo(pid: number): Promise<ProcessInfo | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8");
    // The second field, the name, is in brackets and may hold spaces and brackets.
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
