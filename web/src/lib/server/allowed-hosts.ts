import { isLoopback, LOOPBACK_NAMES } from "./loopback.ts";
import { problemResponse } from "./problem.ts";

export interface HostSettings {
  /** Where the server listens. */
  host: string;
  /** Origin of the dashboard's URL. */
  origin: string | undefined;
  /** Lower case, without ports. */
  names: readonly string[];
}

/**
 * The host names that are served; undefined: all. On loopback this prevents DNS rebinding: a page of another site, whose name
 * resolves to this machine, could otherwise read the dashboard.
 */
export function allowedHosts({ host, origin, names }: HostSettings): string[] | undefined {
  if (!isLoopback(host) && names.length === 0) return undefined;
  const own = host.includes(":") ? `[${host}]` : host;
  const named = origin === undefined ? [] : [new URL(origin).hostname];
  return [...new Set([...LOOPBACK_NAMES, own, ...named, ...names])];
}

/** The response to a request for a host that is not in `allowed`; undefined if it is. */
export function refuseHost(host: string | null, allowed: readonly string[]): Response | undefined {
  const name = (host ?? "").replace(/:\d*$/, "").toLowerCase();
  if (allowed.includes(name)) return undefined;
  return problemResponse(
    421,
    `Host "${name.slice(0, 200)}" is not served here: use ${allowed.join(", ")}, or add it to ALLOWED_HOSTS.`,
  );
}
