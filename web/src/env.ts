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
  ANALYTICS_API_KEY: {
    description: "A key of scope read, where the analytics API asks for one.",
    schema: z.string().optional(),
  },
});
