import { once } from "node:events";
import type { Server } from "node:http";
import { ConfigError } from "@enrichment-monitor/environment";

/**
 * Listens and returns the URL.
 * @param variables the variables of host and port begin with this
 * @throws {ConfigError} when it cannot listen there
 */
export async function bind(
  server: Server,
  { host, port }: { host: string; port: number },
  variables: string,
): Promise<string> {
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `Cannot listen on ${variables}_HOST ${host} and ${variables}_PORT ${port} (${reason}): use others, or stop the process that listens there.`,
    );
  }
  const address = server.address();
  return `http://${host}:${typeof address === "object" && address ? address.port : port}`;
}
