import type { Server } from "node:http";
import { answerRefusedRequests } from "./lib/server/refused-requests.ts";

/** The built app. It starts its server when it is imported. */
const BUILD = new URL("../build/index.js", import.meta.url).href;

try {
  const { server }: { server: Server } = await import(BUILD);
  answerRefusedRequests(server);
} catch (error) {
  // Of the environment package, which is part of the build.
  if (!(error instanceof Error && error.name === "ConfigError")) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
