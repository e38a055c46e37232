export type SourceAdmin = ReturnType<typeof createSourceAdmin>;

/** What the warehouse must contain; see `GET /admin/truth`. */
export interface Expected {
  readonly count: number;
  readonly total_contacts: number;
  readonly digest: string;
}

/** The result of a change at the source; see `POST /admin/…`. */
export interface SourceChange {
  readonly affected: number;
  readonly ids: readonly string[];
}

/** Controls the source API through its admin routes. */
export function createSourceAdmin(sourceUrl: string, adminKey: string) {
  async function send(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${sourceUrl}/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} /admin${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
  return {
    async expected(): Promise<Expected> {
      const { well_formed } = (await send("GET", "/truth")) as { well_formed: Expected };
      return well_formed;
    },
    /** Advances the source's clock. */
    async advance(hours: number): Promise<void> {
      const { now } = (await send("GET", "/clock")) as { now: string };
      await send("PUT", "/clock", { now: new Date(Date.parse(now) + hours * 3_600_000).toISOString() });
    },
    /** Sets the `updated_at` of this many records to the current second. */
    async touch(count: number): Promise<void> {
      await send("POST", "/touch", { count });
    },
    /** Sets the faults: see `PUT /admin/faults`. */
    async setFaults(faults: Readonly<Record<string, unknown>>): Promise<void> {
      await send("PUT", "/faults", faults);
    },
    /** Sends `POST /admin/{action}`. */
    async change(action: string, body: Readonly<Record<string, unknown>>): Promise<SourceChange> {
      return (await send("POST", `/${action}`, body)) as SourceChange;
    },
  };
}
