import { readFileSync } from "node:fs";

/** The environment is invalid; the message has a line per problem. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * The variables that are set; empty ones count as not set. A secret may be in a file instead, whose path is in the variable with
 * `_FILE` after its name, as containers and service managers hand secrets over.
 *
 * @param secrets names of the variables that may be in files
 * @throws {ConfigError} naming every file that cannot be read or is empty, and every secret that is given twice
 */
export function readEnvironment(
  environment: NodeJS.ProcessEnv,
  secrets: readonly string[],
): Record<string, string> {
  const set = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  const problems: string[] = [];
  for (const name of secrets) {
    const path = set[`${name}_FILE`];
    if (path === undefined) continue;
    const secret = readSecret(path);
    if (set[name] !== undefined) problems.push(`${name} and ${name}_FILE are both set: unset one.`);
    else if ("problem" in secret) problems.push(`${name}_FILE ${secret.problem}.`);
    else set[name] = secret.value;
  }
  if (problems.length > 0)
    throw new ConfigError(`The environment is invalid:\n${problems.map((line) => `  - ${line}`).join("\n")}`);
  return set;
}

/** Without the line break at its end, which editors and `echo` add. */
function readSecret(path: string): { value: string } | { problem: string } {
  try {
    const value = readFileSync(path, "utf8").replace(/\r?\n$/, "");
    return value === "" ? { problem: `names ${path}, which is empty` } : { value };
  } catch (error) {
    return { problem: `cannot be read: ${error instanceof Error ? error.message : error}` };
  }
}
