import { readFile } from "node:fs/promises";

/** The most memory that a process has occupied since its start, in megabytes. Linux only. */
export async function readPeakMemory(pid: number): Promise<number> {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, "utf8")) ?? [];
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/status shows no VmHWM.`);
  return (Number(kibibytes) * 1024) / 1e6;
}
