import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadSecrets } from "./secrets.ts";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "secrets-"));
  file = join(folder, "secrets.json");
});
afterEach(() => rm(folder, { recursive: true }));

test("creates secrets once, all different, in a file that only its owner can read", async () => {
  const created = await loadSecrets(file);
  expect(new Set(Object.values(created)).size).toBe(3);
  expect(await loadSecrets(file)).toEqual(created);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("creates other secrets for another data folder", async () => {
  const { postgresPassword } = await loadSecrets(file);
  expect(postgresPassword).not.toBe((await loadSecrets(join(folder, "other.json"))).postgresPassword);
});

test.each(['{"postgresPassword":"x"}', '{"postgresPass'])(
  "reports the damaged file %s with the remedy, and does not change it",
  async (damaged) => {
    await writeFile(file, damaged);
    await expect(loadSecrets(file)).rejects.toThrow(`${file} is damaged: start once with --fresh`);
    expect(await readFile(file, "utf8")).toBe(damaged);
  },
);
