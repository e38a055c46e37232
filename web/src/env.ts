import { defineEnvVars } from "@sveltejs/kit/env";
import { z } from "zod";

/** Checked together in lib/server/configuration.ts, so that a start reports every problem at once. */
const schema = z.string().optional();

export const variables = defineEnvVars({
  ANALYTICS_API_URL: {
    description: "URL of the analytics API; only this server sends requests to it.",
    schema,
  },
  HOST: { description: "Address that this server listens on.", schema },
  ORIGIN: { description: "Origin of the dashboard in the browser, if it is not on loopback.", schema },
  ALLOWED_HOSTS: { description: "More host names to serve, without ports, separated by commas.", schema },
  ANALYTICS_API_KEY: {
    description: "A key for visitors who have not signed in; on loopback only.",
    schema,
  },
  ANALYTICS_API_KEY_FILE: { description: "File with ANALYTICS_API_KEY.", schema },
  SESSION_SECRET: { description: "Seals the cookies of sessions.", schema },
  SESSION_SECRET_FILE: { description: "File with SESSION_SECRET.", schema },
});
