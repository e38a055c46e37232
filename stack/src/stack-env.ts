import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";

/** The connection settings of a running stack, in a file for CLIs. */
const stackEnvSchema = z.record(z.string(), z.string());

export type StackEnv = z.infer<typeof stackEnvSchema>;

/** Only the owner can read the file: it contains passwords. */
export async function writeStackEnv(file: string, env: StackEnv): Promise<void> {
  await writeFile(file, `${JSON.stringify(env, null, 2)}\n`, { mode: 0o600 });
}

/** Undefined if no stack runs on the data folder. */
export async function readStackEnv(file: string): Promise<StackEnv | undefined> {
  try {
    return stackEnvSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
