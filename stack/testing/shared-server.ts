export interface SharedServer {
  /** Address for the tests. */
  readonly value: string;
  close(): Promise<void>;
}

interface Lease {
  users: number;
  readonly server: Promise<SharedServer>;
}

// Each Vitest project loads its own copy of a globalSetup module in the same process. A process-wide map is needed to start one
// server per run instead of one per project.
declare global {
  var testServers: Map<string, Lease> | undefined;
}

/** Starts the server `name` unless another project of this run has; the last one to release it closes it. */
export async function shareServer(
  name: string,
  start: () => Promise<SharedServer>,
): Promise<{ readonly value: string; release(): Promise<void> }> {
  globalThis.testServers ??= new Map();
  const leases = globalThis.testServers;
  const lease = leases.get(name) ?? { users: 0, server: start() };
  lease.users += 1;
  leases.set(name, lease);
  const { value, close } = await lease.server;
  return {
    value,
    async release() {
      lease.users -= 1;
      if (lease.users > 0) return;
      leases.delete(name);
      await close();
    },
  };
}
