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

test("uses the first folder with the executable", async () => {
  const binary = join(folder, "temporal");
  await writeFile(binary, "#!/bin/sh\n");
  await chmod(binary, 0o755);
  expect(await findTemporalBinary([join(folder, "absent"), folder, tmpdir()])).toBe(binary);
});

test("throws with the remedies if there is none", async () => {
  await expect(findTemporalBinary([folder])).rejects.toThrow(
    /Temporal CLI is missing.*pnpm@12 install.*TEMPORAL_ADDRESS/,
  );
});
