import { readProcessInfo } from "./process-info.ts";

const POLL_MS = 500;

/** Package managers, and shells that they run scripts with. */
const PACKAGE_MANAGER = /^(\S*\/)?(npm|npx|pnpm|pn|pnpx|pnx)( |$)/;
const SHELL = /^(\S*\/)?(sh|bash|dash) -c /;

/**
 * Calls `onGone` once when the npx or pnpm that launched this process has ended: a SIGTERM to npx ends only npx. Without /proc
 * only the parent is watched; without a package manager, nothing.
 */
export async function watchLauncher(onGone: () => void): Promise<void> {
  const launchers = await findLaunchers();
  const timer = setInterval(async () => {
    if (await areAlive(launchers)) return;
    clearInterval(timer);
    onGone();
  }, POLL_MS);
  timer.unref();
}

/** The ancestors of this process, parent first, up to the topmost package manager. */
async function findLaunchers(): Promise<number[]> {
  const ancestors: number[] = [];
  let upToPackageManager = 0;
  let pid = process.ppid;
  for (let info = await readProcessInfo(pid); info; info = await readProcessInfo(pid)) {
    const command = info.commandLine.join(" ");
    if (PACKAGE_MANAGER.test(command)) upToPackageManager = ancestors.length + 1;
    else if (!SHELL.test(command)) break;
    ancestors.push(pid);
    pid = info.parent;
  }
  return ancestors.slice(0, upToPackageManager);
}

/** A process whose parent ends gets another parent: each launcher must still be the parent of the one before. */
async function areAlive(launchers: readonly number[]): Promise<boolean> {
  let parent: number | undefined = process.ppid;
  for (const pid of launchers) {
    if (parent !== pid) return false;
    parent = (await readProcessInfo(pid))?.parent;
  }
  return true;
}
