import { readFile, writeFile } from "node:fs/promises";

/** In megabytes. */
export interface ProcessMemory {
  /** Resident memory now. */
  readonly resident: number;
  /** Highest resident memory since the start or the last reset. */
  readonly peak: number;
}

/** Linux only. */
export async function readMemory(pid: number): Promise<ProcessMemory> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const megabytes = (field: string): number => {
    const [, kibibytes] = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status) ?? [];
    if (kibibytes === undefined) throw new Error(`/proc/${pid}/status shows no ${field}.`);
    return (Number(kibibytes) * 1024) / 1e6;
  };
  return { resident: megabytes("VmRSS"), peak: megabytes("VmHWM") };
}

/** Resets the peak to the current memory: the value 5 does this, see proc_pid_clear_refs(5). */
export async function resetPeakMemory(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, "5");
}
