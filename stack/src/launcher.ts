import { readProcessInfo } from "./process-info.ts";

const POLL_MS = 500;

/** Package managers, and the shells that they start scripts with. */
const PACKAGE_MANAGER = /^(\S*\/)?(npm|npx|pnpm|pn|pnpx|pnx)( |$)/;
const SHELL = /^(\S*\/)?(sh|bash|dash) -c /;

/**
 * Calls `onGone` once when the npx or pnpm that launched us is gone: a SIGTERM to npx alone ends npx, and nobody tells
 * us. Without /proc only our own parent is watched; without a package manager, nothing.
 */
export async function watchLauncher(onGone: () => void): Promise<void> {
  const launchers = await findLaunchers();
  const timer = setInterval(async () => {
    if (await areWhole(launchers)) return;
    clearInterval(timer);
    onGone();
  }, POLL_MS);
  timer.unref();
}

/** Our ancestors, our parent first, up to the topmost package manager. */
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

/** Whoever loses its parent gets another one: each must still be the child of the next. */
async function areWhole(launchers: readonly number[]): Promise<boolean> {
  let parent: number | undefined = process.ppid;
  for (const pid of launchers) {
    if (parent !== pid) return false;
    parent = (await readProcessInfo(pid))?.parent;
  }
  return true;
}
