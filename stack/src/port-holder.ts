import { readdir, readFile, readlink } from "node:fs/promises";
import { basename } from "node:path";
import { readProcessInfo } from "./process-info.ts";

const LISTENING = "0A";

/** The process that listens on a TCP port, as "process 123 (command line)"; undefined if unknown or without /proc. */
export async function findPortHolder(port: number): Promise<string | undefined> {
  const sockets = new Set(await listeningSockets(port));
  if (sockets.size === 0) return undefined;
  for (const entry of await readdir("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || !(await holdsOneOf(pid, sockets))) continue;
    return `process ${pid} (${await describeCommand(pid)})`;
  }
  return undefined;
}

/** The program's name without its folder, and the start of its arguments. */
async function describeCommand(pid: number): Promise<string> {
  const [program = "ended", ...args] = (await readProcessInfo(pid))?.commandLine ?? [];
  const command = [basename(program), ...args].join(" ");
  return command.length > 80 ? `${command.slice(0, 80)}…` : command;
}

async function listeningSockets(port: number): Promise<string[]> {
  const tables = await Promise.all(
    ["/proc/net/tcp", "/proc/net/tcp6"].map((file) => readFile(file, "utf8").catch(() => "")),
  );
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return tables
    .flatMap((table) => table.split("\n").slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(suffix) && state === LISTENING)
    .map((fields) => `socket:[${fields[9]}]`);
}

/** The files of another user's processes cannot be read: false for those. */
async function holdsOneOf(pid: number, sockets: ReadonlySet<string>): Promise<boolean> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => "");
    if (sockets.has(target)) return true;
  }
  return false;
}
