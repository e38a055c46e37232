import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { REPOSITORY } from "./repository.ts";

/** Finds the official Temporal CLI: in the workspace, otherwise on PATH. Throws, with the remedy, if there is none. */
export async function findTemporalBinary(folders = defaultFolders()): Promise<string> {
  for (const folder of folders) {
    const candidate = join(folder, "temporal");
    if (await isExecutable(candidate)) return candidate;
  }
  throw new Error(
    "The Temporal CLI is missing: `pnpm install` installs it if Python 3.9 or newer is available. Install Python and run `npx pnpm@12 install`, or put `temporal` (docs.temporal.io/cli) on PATH, or set TEMPORAL_ADDRESS to an external server.",
  );
}

function defaultFolders(): string[] {
  const path = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return [join(REPOSITORY, ".venv", "bin"), ...path];
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
