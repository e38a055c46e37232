import type { Server } from "node:http";
import { answerRefusedRequests } from "./lib/server/refused-requests.ts";

/** The built app. It starts its server when it is imported. */
const BUILD = new URL("../build/index.js", import.meta.url).href;

const { server }: { server: Server } = await import(BUILD);
answerRefusedRequests(server);
