import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ConfigError, readEnvironment } from "./read-environment.ts";

const folder = mkdtempSync(join(tmpdir(), "read-environment-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(content: string): string {
  const path = join(folder, crypto.randomUUID());
  writeFileSync(path, content);
  return path;
}

test("empty variables count as not set", () => {
  expect(readEnvironment({ KEY: "", HOST: "localhost" }, ["KEY"])).toEqual({ HOST: "localhost" });
});

test("a secret is read from its file, without the line break at its end", () => {
  for (const content of ["s3cret", "s3cret\n", "s3cret\r\n"])
    expect(readEnvironment({ KEY_FILE: fileOf(content) }, ["KEY"])).toMatchObject({ KEY: "s3cret" });
});

test("only secrets are read from files", () => {
  expect(readEnvironment({ HOST_FILE: fileOf("localhost") }, ["KEY"])).not.toHaveProperty("HOST");
});

test("every bad file and every secret given twice is named, and no secret is shown", () => {
  const read = () =>
    readEnvironment({ A_FILE: "/no/such/file", B_FILE: fileOf("\n"), C: "s3cret", C_FILE: fileOf("0ther") }, [
      "A",
      "B",
      "C",
    ]);
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(
    /A_FILE cannot be read: .*\n.*B_FILE names .*, which is empty.\n.*C and C_FILE are both set/,
  );
  expect(read).not.toThrow(/s3cret|0ther/);
});
