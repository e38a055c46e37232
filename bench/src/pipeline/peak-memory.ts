import { readFile, writeFile } from "node:fs/promises";

/** The most memory that a process has occupied since its start, or since that was reset; in megabytes. Linux only. */
export async function readPeakMemory(pid: number): Promise<number> {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, "utf8")) ?? [];
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/status shows no VmHWM.`);
  return (Number(kibibytes) * 1024) / 1e6;
}

/** Lets the peak begin at what the process occupies now: 5 is the kernel's word for it (proc_pid_clear_refs(5)). */
export async function resetPeakMemory(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, "5");
}
