import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readStackEnv, writeStackEnv } from "./stack-env.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stack-env-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("is read as it was written, by its owner only", async () => {
  const file = join(folder, "stack.env.json");
  const env = { DATABASE_URL: "postgres://postgres:p%40ss@127.0.0.1/db", TEMPORAL_ADDRESS: "127.0.0.1:7233" };
  await writeStackEnv(file, env);
  expect(await readStackEnv(file)).toEqual(env);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("is undefined without a running stack", async () => {
  expect(await readStackEnv(join(folder, "absent.json"))).toBeUndefined();
});
