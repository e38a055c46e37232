/** A record of the source in its last valid state. */
export interface SourceRecord {
  id: string;
  id_workspace: string;
  workspace_name: string;
  total_contacts: number;
  contact_type: string;
  status: string;
  created_at: string;
  updated_at: string;
  /** The kind of error in its current state, if any. */
  malformed?: string;
}

export interface SourceStats {
  requests: number;
  rows: number;
  faults: Record<string, number>;
}

/** A number of records, or the records with these ids. */
export type Target = { count: number } | { ids: string[] };

export type SourceAdmin = ReturnType<typeof createSourceAdmin>;

/** Controls the source API through its admin routes. */
export function createSourceAdmin(baseUrl: string, adminKey: string) {
  const send = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${baseUrl}/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} /admin${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const act = async (path: string, body: unknown): Promise<string[]> => {
    const { ids } = (await (await send("POST", path, body)).json()) as { ids: string[] };
    return ids;
  };
  return {
    create: (count: number) => act("/create", { count }),
    touch: (count: number) => act("/touch", { count }),
    bulkUpdate: (count: number) => act("/bulk-update", { count }),
    remove: (count: number) => act("/delete", { count }),
    malform: (kind: string, count: number, fresh = false) => act("/malform", { kind, count, fresh }),
    repair: (count: number) => act("/repair", { count }),
    lose: (target: Target) => act("/lose", target),
    unhide: (target: Target) => act("/unhide", target),
    double: (target: Target) => act("/double", target),
    undouble: (target: Target) => act("/undouble", target),
    restore: (target: Target) => act("/restore", target),
    createLate: (count: number, seconds: number) => act("/create-late", { count, seconds }),
    updateLate: (target: Target, seconds: number) => act("/update-late", { ...target, seconds }),
    trouble: (workspace: string, kind: "failing" | "slow" | "stuck" | "silent" | "none") =>
      act("/trouble", { workspace, kind }),
    setFaults: (faults: Record<string, unknown>) => send("PUT", "/faults", faults),
    setClock: (clock: { now?: string; speed?: number }) => send("PUT", "/clock", clock),
    async advanceClock(seconds: number): Promise<void> {
      const { now } = (await (await send("GET", "/clock")).json()) as { now: string };
      await send("PUT", "/clock", { now: new Date(Date.parse(now) + seconds * 1_000).toISOString() });
    },
    stats: async () => (await (await send("GET", "/stats")).json()) as SourceStats,
    async records(): Promise<SourceRecord[]> {
      const text = await (await send("GET", "/records")).text();
      return text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as SourceRecord);
    },
  };
}
