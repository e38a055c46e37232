import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";

const secretsSchema = z.object({
  postgresPassword: z.string().min(1),
  sourceApiKey: z.string().min(1),
  sourceApiAdminKey: z.string().min(1),
});

export type Secrets = z.infer<typeof secretsSchema>;

/** Reads the passwords and keys of this stack, or creates them. Only the owner can read the file. */
export async function loadSecrets(file: string): Promise<Secrets> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) {
    const created = { postgresPassword: generate(), sourceApiKey: generate(), sourceApiAdminKey: generate() };
    await writeFile(file, `${JSON.stringify(created, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    return created;
  }
  try {
    return secretsSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${file} is damaged: start once with --fresh, which empties the data folder.`, { cause });
  }
}

function generate(): string {
  return randomBytes(24).toString("base64url");
}
