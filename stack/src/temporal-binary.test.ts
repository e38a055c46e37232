import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findTemporalBinary } from "./temporal-binary.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "temporal-binary-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("the first folder with an executable is the one", async () => {
  const binary = join(folder, "temporal");
  await writeFile(binary, "#!/bin/sh\n");
  await chmod(binary, 0o755);
  expect(await findTemporalBinary([join(folder, "absent"), folder, tmpdir()])).toBe(binary);
});

test("without one the sentence says how to get it and how to do without", async () => {
  await expect(findTemporalBinary([folder])).rejects.toThrow(
    /Temporal CLI is missing.*pnpm@12 install.*TEMPORAL_ADDRESS/,
  );
});
