import { randomBytes } from "node:crypto";
import { ConfigError, readEnvironment } from "@enrichment-monitor/environment";
import { z } from "zod";
import { allowedHosts } from "./allowed-hosts.ts";
import { isLoopback } from "./loopback.ts";

/** iron-session's minimum. */
const SECRET_LENGTH = 32;

const isOrigin = (text: string): boolean =>
  /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;

const isHostName = (name: string): boolean => /^[\w.-]+$|^\[[\da-f:.]+\]$/.test(name);

/** Each message continues a sentence that begins with the variable's name. */
const environmentSchema = z
  .object({
    ANALYTICS_API_URL: z
      .url({
        protocol: /^https?$/,
        error: ({ input }) => `is "${input}": use http://host:port, or leave it out.`,
      })
      .default("http://127.0.0.1:3000"),
    /** As the default of the adapter, which listens. */
    HOST: z.string().default("0.0.0.0"),
    ORIGIN: z
      .string()
      .refine(isOrigin, {
        error: ({ input }) =>
          `is "${input}": use the origin in the browser, like https://dashboard.example.com, without a path.`,
      })
      .optional(),
    ALLOWED_HOSTS: z
      .string()
      .toLowerCase()
      .default("")
      .transform((text) => text.split(",").flatMap((name) => name.trim() || []))
      .refine((names) => names.every(isHostName), {
        error: ({ input }) =>
          `names "${input}": use host names like dashboard.example.com, without ports, separated by commas.`,
      }),
    ANALYTICS_API_KEY: z.string().optional(),
    SESSION_SECRET: z
      .string()
      .min(SECRET_LENGTH, {
        error: `is too short: use at least ${SECRET_LENGTH} random characters, such as the output of openssl rand -hex 32.`,
      })
      .optional(),
  })
  .refine((environment) => environment.ANALYTICS_API_KEY === undefined || isOnLoopback(environment), {
    path: ["ANALYTICS_API_KEY"],
    error:
      "is set, but others than this machine can reach the dashboard, and everyone would read with this key: unset it, and people sign in with keys of their own. Or set HOST=127.0.0.1, and no other names in ORIGIN and ALLOWED_HOSTS.",
    // Also when other variables are invalid.
    when: () => true,
  });

interface Reach {
  HOST: string;
  ORIGIN?: string | undefined;
  ALLOWED_HOSTS: readonly string[];
}

/** Whether only this machine can reach the dashboard: it listens on loopback, and no proxy serves it under another name. */
const isOnLoopback = ({ HOST, ORIGIN, ALLOWED_HOSTS }: Reach): boolean =>
  [HOST, ...ALLOWED_HOSTS, ...hostOf(ORIGIN)].every(isLoopback);

function hostOf(origin: string | undefined): string[] {
  const url = origin === undefined ? null : URL.parse(origin);
  return url ? [url.hostname] : [];
}

/** @throws {ConfigError} naming every variable that is invalid */
export function loadConfiguration(environment: Record<string, string | undefined>) {
  const set = readEnvironment(environment, ["SESSION_SECRET", "ANALYTICS_API_KEY"]);
  const { data, error } = environmentSchema.safeParse(set);
  if (!data) {
    const problems = error.issues.map(({ path, message }) => `  - ${String(path[0])} ${message}`);
    throw new ConfigError(`The environment is invalid:\n${problems.join("\n")}`);
  }
  return {
    analyticsApiUrl: data.ANALYTICS_API_URL,
    /** Host names that are served; undefined: all. */
    allowedHosts: allowedHosts({ host: data.HOST, origin: data.ORIGIN, names: data.ALLOWED_HOSTS }),
    origin: data.ORIGIN,
    /** Whether reading requires a session. */
    requiresSession: !isOnLoopback(data),
    /** The key for visitors without a session. */
    sharedKey: data.ANALYTICS_API_KEY,
    /** Without a given one, sessions end with this process. */
    sessionSecret: data.SESSION_SECRET ?? randomBytes(SECRET_LENGTH).toString("base64url"),
  };
}

export type Configuration = ReturnType<typeof loadConfiguration>;
