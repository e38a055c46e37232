/**
 * `node create-secrets.mjs <folder>`: creates the passwords and keys that are not in the folder yet, one per file, and the address of
 * the warehouse. Those that the environment sets (POSTGRES_PASSWORD, …) are taken from there. The users of several images read the files.
 */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder = ""] = process.argv.slice(2);

/** @returns the secret, which is stored */
function keepSecret(name) {
  const file = join(folder, name);
  const given = process.env[name.toUpperCase()];
  if (given) store(file, given);
  // Longer than every service asks for.
  else if (!existsSync(file)) store(file, randomBytes(24).toString("hex"));
  return readFileSync(file, "utf8");
}

function store(file, content) {
  // It is read-only.
  rmSync(file, { force: true });
  writeFileSync(file, content, { mode: 0o444 });
}

for (const name of ["source_api_key", "source_api_admin_key", "session_secret"]) keepSecret(name);
const password = encodeURIComponent(keepSecret("postgres_password"));
store(join(folder, "database_url"), `postgres://postgres:${password}@postgres:5432/enrichment_monitor`);
