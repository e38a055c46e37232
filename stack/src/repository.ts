import { fileURLToPath } from "node:url";

/** The folder of the workspace; ends with a slash. */
export const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
