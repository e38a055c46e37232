import { defineEnvVars } from "@sveltejs/kit/env";
import { z } from "zod";

export const variables = defineEnvVars({
  ANALYTICS_API_URL: {
    description: "Where the analytics API listens; only this server talks to it.",
    schema: z
      .url({ protocol: /^https?$/, error: "ANALYTICS_API_URL must be an http(s) URL" })
      .default("http://127.0.0.1:3000"),
  },
});
