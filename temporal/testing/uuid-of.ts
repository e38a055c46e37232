import { createHash } from "node:crypto";

/** A UUID that depends on nothing but `name`, as PostgreSQL's `md5(name)::uuid`. */
export const uuidOf = (name: string): string =>
  createHash("md5")
    .update(name)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
