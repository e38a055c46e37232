import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Installed by pnpm from pyproject.toml. */
const SCHEMATHESIS = fileURLToPath(new URL("../../.venv/bin/schemathesis", import.meta.url));

export interface SchemathesisOptions {
  /** Where the API listens; its document is at /openapi.json. */
  url: string;
  /** Sent with every request. */
  authorization: string;
  /** Configuration of Schemathesis, in TOML. */
  config?: string;
  /** Only requests that the document allows, or only those that it forbids. Default: both. */
  mode?: "positive" | "negative" | "all";
}

/**
 * Runs all checks of Schemathesis on an API, with requests that its OpenAPI document allows and requests that it forbids. The
 * requests are the same each time.
 * @returns the output
 * @throws an Error with the output if it found a problem
 */
export async function runSchemathesis({
  url,
  authorization,
  config = "",
  mode = "all",
}: SchemathesisOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "schemathesis-"));
  const configFile = join(folder, "schemathesis.toml");
  await writeFile(configFile, config);
  const options = [
    "--checks=all",
    `--mode=${mode}`,
    "--max-examples=10",
    "--seed=42",
    "--generation-database=none",
    "--no-color",
  ];
  const args = ["--config-file", configFile, "run", `${url}/openapi.json`, ...options];
  try {
    const { stdout } = await promisify(execFile)(
      SCHEMATHESIS,
      [...args, "--header", `Authorization: ${authorization}`, "--suppress-health-check=all"],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
    );
    return stdout;
  } catch (error) {
    if (error instanceof Error && "stdout" in error) throw new Error(String(error.stdout), { cause: error });
    throw error;
  } finally {
    await rm(folder, { recursive: true });
  }
}
