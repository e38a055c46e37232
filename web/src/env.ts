import { defineEnvVars } from "@sveltejs/kit/env";
import { z } from "zod";

export const variables = defineEnvVars({
  ANALYTICS_API_URL: {
    description: "Where the analytics API listens; only this server talks to it.",
    schema: z
      .url({
        protocol: /^https?$/,
        error: ({ input }) => `ANALYTICS_API_URL is "${input}": write http://host:port, or leave it out.`,
      })
      .default("http://127.0.0.1:3000"),
  },
  HOST: {
    description: "Where this server listens.",
    schema: z.string().default("0.0.0.0"),
  },
  ORIGIN: {
    description:
      "What this server is called in a browser's address, where it does not listen on loopback alone.",
    schema: z.url().optional(),
  },
  ALLOWED_HOSTS: {
    description: "More names that a request's Host may have, without ports, separated by commas.",
    schema: z
      .string()
      .toLowerCase()
      .default("")
      .transform((text) => text.split(",").flatMap((name) => name.trim() || [])),
  },
  ANALYTICS_API_KEY: {
    description: "A key of scope read, where the analytics API asks for one.",
    schema: z.string().optional(),
  },
});
