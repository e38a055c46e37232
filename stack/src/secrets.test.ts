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

test("secrets are made once, all different, in a file that only its owner can read", async () => {
  const made = await loadSecrets(file);
  expect(new Set(Object.values(made)).size).toBe(3);
  expect(await loadSecrets(file)).toEqual(made);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("another data folder has other secrets", async () => {
  const { postgresPassword } = await loadSecrets(file);
  expect(postgresPassword).not.toBe((await loadSecrets(join(folder, "other.json"))).postgresPassword);
});

test.each(['{"postgresPassword":"x"}', '{"postgresPass'])(
  "the damaged file %s is reported with the remedy, and left as it is",
  async (damaged) => {
    await writeFile(file, damaged);
    await expect(loadSecrets(file)).rejects.toThrow(`${file} is damaged: start once with --fresh`);
    expect(await readFile(file, "utf8")).toBe(damaged);
  },
);
