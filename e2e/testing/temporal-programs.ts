import { access, mkdir, rename } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { run, succeeds } from "../containers/docker.ts";

export interface TemporalPrograms {
  server: string;
  sqlTool: string;
  /** Folder of the schemas for PostgreSQL. */
  schemas: string;
}

/** Outside of the project, so that another clone needs no new build. */
const cacheFolder = (version: string): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "enrichment-monitor", `temporal-${version}`);

/** Temporal's server and its tool for SQL: from the cache, or built from its Go module, which it says. */
export async function provideTemporalPrograms(version: string): Promise<TemporalPrograms> {
  const module = await downloadServer(version);
  const folder = cacheFolder(version);
  const provide = async (program: string, name: string): Promise<string> => {
    const file = join(folder, name);
    if (await succeeds(access(file))) return file;
    await mkdir(folder, { recursive: true });
    process.stdout.write(`Building ${file}: once, and minutes if Go has not compiled its packages yet.\n`);
    // A build that is interrupted leaves no file that looks complete.
    const unfinished = `${file}-${process.pid}`;
    await buildProgram(module, program, unfinished);
    await rename(unfinished, file);
    return file;
  };
  return {
    server: await provide("./cmd/server", "temporal-server"),
    sqlTool: await provide("./cmd/tools/sql", "temporal-sql-tool"),
    schemas: join(module, "schema/postgresql/v12"),
  };
}

/** @returns the folder of the module's source */
export async function downloadServer(version: string): Promise<string> {
  await requireCommand("go", "Temporal's server cannot be built");
  const { Dir } = JSON.parse(
    await run("go", ["mod", "download", "-json", `go.temporal.io/server@v${version}`]),
  );
  return Dir;
}

export async function buildProgram(module: string, program: string, output: string): Promise<void> {
  // Without the tag it contains clients of every cloud provider.
  const args = [
    "build",
    "-buildvcs=false",
    "-trimpath",
    "-tags",
    "disable_grpc_modules",
    "-o",
    output,
    program,
  ];
  await run("nice", ["-n", "19", "go", ...args], { cwd: module, env: { CGO_ENABLED: "0" } });
}

/** @throws with what cannot be done without the command */
export async function requireCommand(command: string, lack: string): Promise<void> {
  const folders = (process.env.PATH ?? "").split(":");
  const found = await Promise.all(folders.map((folder) => succeeds(access(join(folder, command)))));
  if (!found.includes(true)) throw new Error(`Without \`${command}\` ${lack}: install it.`);
}
