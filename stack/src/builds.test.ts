import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Build, buildIfChanged } from "./builds.ts";
import { createSupervisor, type Supervisor } from "./supervisor.ts";

// Programs start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const BUILD: Build = {
  name: "build-app",
  title: "App build",
  folder: "app",
  sources: ["app/src/**", "lockfile"],
  output: "app/dist",
};

// Counts its runs in dist/runs, and generates a source file.
const SCRIPT = `
  const fs = require("node:fs");
  fs.mkdirSync("dist", { recursive: true });
  fs.appendFileSync("dist/runs", ".");
  fs.mkdirSync("src/paraglide", { recursive: true });
  fs.writeFileSync("src/paraglide/messages.js", String(Math.random()));`;

let root: string;
let supervisor: Supervisor;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "builds-"));
  await mkdir(join(root, "app", "src", "pages"), { recursive: true });
  await writeFile(join(root, "app", "build.cjs"), SCRIPT);
  await writeFile(
    join(root, "app", "package.json"),
    JSON.stringify({ scripts: { build: `"${process.execPath}" build.cjs` } }),
  );
  await writeFile(join(root, "app", "src", "pages", "home"), "hello");
  await writeFile(join(root, "lockfile"), "1");
  supervisor = createSupervisor();
});
afterEach(async () => {
  await supervisor.close();
  await rm(root, { recursive: true });
});

const build = () => buildIfChanged(BUILD, { supervisor, root, logFile: join(root, "build.log") });
const countRuns = async () => (await readFile(join(root, "app", "dist", "runs"), "utf8")).length;

test("builds once for the same sources, and ignores generated sources", async () => {
  expect(await build()).toBe(true);
  expect(await build()).toBe(false);
  expect(await countRuns()).toBe(1);
});

test.each([
  ["a changed source", () => writeFile(join(root, "app", "src", "pages", "home"), "bye")],
  ["a new source", () => writeFile(join(root, "app", "src", "new"), "")],
  ["a deleted source", () => rm(join(root, "app", "src", "pages", "home"))],
  ["a changed lockfile", () => writeFile(join(root, "lockfile"), "2")],
])("builds again after %s", async (_, change) => {
  await build();
  await change();
  expect(await build()).toBe(true);
  expect(await countRuns()).toBe(2);
});

test("builds again when the output was deleted", async () => {
  await build();
  await rm(join(root, "app", "dist"), { recursive: true });
  expect(await build()).toBe(true);
});

test("builds again after a failed build", async () => {
  await writeFile(join(root, "app", "build.cjs"), "process.exit(1)");
  await expect(build()).rejects.toThrow("build-app ended with exit code 1");
  await writeFile(join(root, "app", "build.cjs"), SCRIPT);
  expect(await build()).toBe(true);
});
