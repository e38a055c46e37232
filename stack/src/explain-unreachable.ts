import { once } from "node:events";
import { connect } from "node:net";
import { isLocked } from "./data-dir-lock.ts";
import type { StackEnv } from "./stack-env.ts";

/** A server that a CLI requires, named by the variable with its address. */
export type RequiredServer = "DATABASE_URL" | "TEMPORAL_ADDRESS";

const NAMES = { DATABASE_URL: "PostgreSQL", TEMPORAL_ADDRESS: "Temporal" } as const;
const CONNECT_TIMEOUT_MS = 2_000;

export interface CliServers {
  readonly required: readonly RequiredServer[];
  /** Takes precedence over the settings of the stack. */
  readonly environment: NodeJS.ProcessEnv;
  /** Undefined while the stack is starting. */
  readonly stackEnv: StackEnv | undefined;
  readonly lockFile: string;
}

/**
 * The reason why a CLI cannot reach the servers of the stack, in one sentence with the remedy; undefined if it can.
 */
export async function explainUnreachable(servers: CliServers): Promise<string | undefined> {
  const { required, environment, stackEnv, lockFile } = servers;
  const wanted = required.filter((variable) => !environment[variable]);
  if (wanted.length === 0) return undefined;
  if (!(await isLocked(lockFile)))
    return `The stack is not running: start it with \`npx pnpm@12 start\`, or set ${wanted.join(" and ")} to an external server.`;
  if (!stackEnv) return "The stack is still starting: try again when its terminal shows the URLs.";
  for (const variable of wanted) {
    const address = localAddress(stackEnv[variable]);
    if (address && !(await acceptsConnections(address)))
      return `${NAMES[variable]} does not answer at ${address.host}: it is restarting, try again in some seconds. If this persists, the terminal of \`start\` shows the reason.`;
  }
  return undefined;
}

/** The address of an embedded server: those listen on loopback. */
function localAddress(value: string | undefined): URL | undefined {
  const address = URL.parse(value?.includes("://") ? value : `tcp://${value}`);
  return address?.hostname === "127.0.0.1" ? address : undefined;
}

async function acceptsConnections({ hostname, port }: URL): Promise<boolean> {
  const socket = connect({ host: hostname, port: Number(port) });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
