import { once } from "node:events";
import { connect } from "node:net";
import { isLocked } from "./data-dir-lock.ts";
import type { StackEnv } from "./stack-env.ts";

/** A server that a command line cannot do without, by the variable that says where it is. */
export type RequiredServer = "DATABASE_URL" | "TEMPORAL_ADDRESS";

const NAMES = { DATABASE_URL: "PostgreSQL", TEMPORAL_ADDRESS: "Temporal" } as const;
const CONNECT_TIMEOUT_MS = 2_000;

export interface Reach {
  readonly required: readonly RequiredServer[];
  /** Goes before what the stack says, and is taken as it is. */
  readonly environment: NodeJS.ProcessEnv;
  /** Undefined before a stack has written its settings. */
  readonly stackEnv: StackEnv | undefined;
  readonly lockFile: string;
}

/**
 * One sentence on why a command line will not reach the servers of the stack, with the remedy; undefined when nothing is
 * known against it.
 */
export async function explainUnreachable(reach: Reach): Promise<string | undefined> {
  const { required, environment, stackEnv, lockFile } = reach;
  const wanted = required.filter((variable) => !environment[variable]);
  if (wanted.length === 0) return undefined;
  if (!(await isLocked(lockFile)))
    return `The stack is not running: start it with \`npx pnpm@12 start\`, or set ${wanted.join(" and ")} to a server of yours.`;
  if (!stackEnv)
    return "The stack is still being started: try again when its terminal says where everything is.";
  for (const variable of wanted) {
    const address = localAddress(stackEnv[variable]);
    if (address && !(await acceptsConnections(address)))
      return `${NAMES[variable]} does not answer at ${address.host}: it is being started again, try again in some seconds. If that lasts, the terminal of \`start\` says why.`;
  }
  return undefined;
}

/** Of a server that the stack runs itself: those listen on loopback. */
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
