import { defineEnvVars } from "@sveltejs/kit/env";
import { z } from "zod";

export const variables = defineEnvVars({
  ANALYTICS_API_URL: {
    description: "URL of the analytics API; only this server sends requests to it.",
    schema: z
      .url({
        protocol: /^https?$/,
        error: ({ input }) => `ANALYTICS_API_URL is "${input}": write http://host:port, or leave it out.`,
      })
      .default("http://127.0.0.1:3000"),
  },
  HOST: {
    description: "Address that this server listens on.",
    schema: z.string().default("0.0.0.0"),
  },
  ORIGIN: {
    description: "Origin of the dashboard in the browser, if it does not listen on loopback only.",
    schema: z.url().optional(),
  },
  ALLOWED_HOSTS: {
    description: "More host names to serve, without ports, separated by commas.",
    schema: z
      .string()
      .toLowerCase()
      .default("")
      .transform((text) => text.split(",").flatMap((name) => name.trim() || [])),
  },
  ANALYTICS_API_KEY: {
    description: "A key with scope read, if the analytics API requires keys.",
    schema: z.string().optional(),
  },
});
