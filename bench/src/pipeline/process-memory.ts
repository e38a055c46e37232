import { readFile, writeFile } from "node:fs/promises";

/** In megabytes. */
export interface ProcessMemory {
  /** What it occupies now. */
  readonly resident: number;
  /** The most that it has occupied since its start, or since that was reset. */
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

/** Lets the peak begin at what the process occupies now: 5 is the kernel's word for it (proc_pid_clear_refs(5)). */
export async function resetPeakMemory(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, "5");
}
