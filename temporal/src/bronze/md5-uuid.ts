import { createHash } from "node:crypto";

/** A UUID derived from the text: PostgreSQL's `md5(text)::uuid`. */
export const md5Uuid = (text: string): string =>
  createHash("md5")
    .update(text)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
