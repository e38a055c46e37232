import { createHash } from "node:crypto";
import { glob, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Supervisor } from "./supervisor.ts";

export interface Build {
  readonly name: string;
  readonly title: string;
  /** Folder of the package with the `build` script. */
  readonly folder: string;
  /** Globs of the sources. */
  readonly sources: readonly string[];
  /** Output folder. It also holds the hash of the sources, so that both are deleted together. */
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
  sources: [
    "temporal/src/**",
    "temporal/package.json",
    "drizzle/src/pipeline-identifiers.ts",
    "pnpm-lock.yaml",
  ],
  output: "temporal/dist",
};

/** A folder that the build generates among the sources. */
const GENERATED = "paraglide";
const HASH_FILE = ".sources.sha256";

export interface Builder {
  readonly supervisor: Supervisor;
  /** Folder that the paths of a build are relative to. */
  readonly root: string;
  readonly logFile: string;
}

/** Builds if the sources have changed since the last build; returns whether it did. */
export async function buildIfChanged(build: Build, { supervisor, root, logFile }: Builder): Promise<boolean> {
  const hashFile = join(root, build.output, HASH_FILE);
  const hash = await hashFiles(root, build.sources);
  if (hash === (await readFile(hashFile, "utf8").catch(() => undefined))) return false;
  await supervisor.run({
    name: build.name,
    command: process.execPath,
    args: ["--run", "build"],
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    cwd: join(root, build.folder),
    logFile,
  });
  await writeFile(hashFile, hash);
  return true;
}

async function hashFiles(root: string, patterns: readonly string[]): Promise<string> {
  const entries = await Array.fromAsync(
    glob(patterns, { cwd: root, exclude: ({ name }) => name === GENERATED, withFileTypes: true }),
  );
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (const file of files.sort()) {
    const content = await readFile(file);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
