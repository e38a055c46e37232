import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_TARGETS_FILE, readTargets } from "./targets-file.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "targets-"));
});

afterAll(() => rm(folder, { recursive: true }));

async function read(text: string) {
  const path = join(folder, "targets.json");
  await writeFile(path, text);
  return { path, ...readTargets(path) };
}

describe("readTargets", () => {
  it("reads the file of the repository", () => {
    expect(readTargets(DEFAULT_TARGETS_FILE)).toHaveProperty("targets.success_rate");
  });

  it.each([
    {},
    { success_rate: 0 },
    { success_rate: 1, freshness_minutes: 0.5, duration_p95_minutes: 525_600 },
  ])("accepts %j", async (targets) => {
    expect(await read(JSON.stringify(targets))).toMatchObject({ targets });
  });

  it("names path, field, value and remedy of every problem", async () => {
    const { path, ...result } = await read(
      '{"success_rate": 92, "freshness_minutes": 0, "duration_p95_minutes": "25", "sucess_rate": 0.9}',
    );
    const problems = "problems" in result ? result.problems : [];
    expect(problems).toHaveLength(4);
    for (const [field, value] of [
      ["success_rate", "92"],
      ["freshness_minutes", "0"],
      ["duration_p95_minutes", '"25"'],
    ])
      expect(
        problems.filter((problem) => problem.startsWith(`${field} in ${path} is ${value}: use `)),
      ).toHaveLength(1);
    expect(
      problems.filter((problem) => problem.startsWith(`sucess_rate in ${path} is unknown: use `)),
    ).toHaveLength(1);
  });

  it.each(["", "{", "{'success_rate': 0.9}"])("says that %j is not JSON", async (text) => {
    const { path, ...result } = await read(text);
    expect(result).toEqual({
      problems: [expect.stringContaining(`The targets file ${path} cannot be read (`)],
    });
  });

  it.each(["[]", "null", "0.9"])("says that %s is no object", async (text) => {
    const { path, ...result } = await read(text);
    expect(result).toEqual({
      problems: [expect.stringContaining(`The targets file ${path} holds no JSON object`)],
    });
  });

  it("says that a file is missing, and what to do", () => {
    expect(readTargets("/nowhere/targets.json")).toEqual({
      problems: [
        expect.stringMatching(/\/nowhere\/targets\.json cannot be read \(ENOENT.+\): use a file with /),
      ],
    });
  });
});
