import { readFile, writeFile } from "node:fs/promises";

/**
 * When the mock source's world began, as an ISO 8601 instant: the first start of this data folder. Without it the world
 * would begin anew every day, and the warehouse would see every record change.
 */
export async function pinWorldStart(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const now = new Date().toISOString();
  await writeFile(file, `${now}\n`);
  return now;
}
