import { createHash } from "node:crypto";
import { glob, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY } from "./repository.ts";
import type { Supervisor } from "./supervisor.ts";

export interface Build {
  readonly name: string;
  readonly title: string;
  /** Folder of the package whose `build` script makes it. */
  readonly folder: string;
  /** Globs of what it is made of. */
  readonly sources: readonly string[];
  /** The folder that it leaves; the hash of the sources is kept in it, so that both go together. */
  readonly output: string;
}

export const DASHBOARD_BUILD: Build = {
  name: "build-dashboard",
  title: "Dashboard build",
  folder: "web",
  sources: [
    "web/{src,static,messages}/**",
    "web/project.inlang/settings.json",
    "web/{package,tsconfig}.json",
    "web/vite.config.ts",
    "pnpm-lock.yaml",
  ],
  output: "web/build",
};

export const WORKFLOW_BUILD: Build = {
  name: "build-workflows",
  title: "Workflow build",
  folder: "temporal",
  sources: ["temporal/src/**", "temporal/package.json", "pnpm-lock.yaml"],
  output: "temporal/dist",
};

/** Made by the build itself, among the sources. */
const GENERATED = "paraglide";
const HASH_FILE = ".sources.sha256";

/** Builds unless the sources are those of the last build; returns whether it did. */
export async function buildIfChanged(
  { name, folder, sources, output }: Build,
  supervisor: Supervisor,
  logFile: string,
): Promise<boolean> {
  const hashFile = join(REPOSITORY, output, HASH_FILE);
  const hash = await hashFiles(sources);
  if (hash === (await readFile(hashFile, "utf8").catch(() => undefined))) return false;
  await supervisor.run({
    name,
    command: process.execPath,
    args: ["--run", "build"],
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    cwd: join(REPOSITORY, folder),
    logFile,
  });
  await writeFile(hashFile, hash);
  return true;
}

async function hashFiles(patterns: readonly string[]): Promise<string> {
  const entries = await Array.fromAsync(
    glob(patterns, { cwd: REPOSITORY, exclude: ({ name }) => name === GENERATED, withFileTypes: true }),
  );
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (const file of files.sort())
    hash
      .update(file.slice(REPOSITORY.length))
      .update("\0")
      .update(await readFile(file));
  return hash.digest("hex");
}
