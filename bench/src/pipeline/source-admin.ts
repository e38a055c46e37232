export type SourceAdmin = ReturnType<typeof createSourceAdmin>;

/** What a complete consumer should have; see `GET /admin/truth`. */
export interface Truth {
  readonly count: number;
  readonly total_contacts: number;
  readonly digest: string;
}

/** What an intervention came to; see `POST /admin/…`. */
export interface Intervention {
  readonly affected: number;
  readonly ids: readonly string[];
}

/** Steers the source API, and asks it for the truth. */
export function createSourceAdmin(sourceUrl: string, adminKey: string) {
  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${sourceUrl}/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} /admin${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
  return {
    async truth(): Promise<Truth> {
      const { well_formed } = (await ask("GET", "/truth")) as { well_formed: Truth };
      return well_formed;
    },
    /** Sets the world's clock forward. */
    async advance(hours: number): Promise<void> {
      const { now } = (await ask("GET", "/clock")) as { now: string };
      await ask("PUT", "/clock", { now: new Date(Date.parse(now) + hours * 3_600_000).toISOString() });
    },
    /** Moves the `updated_at` of so many records to now: they share one second. */
    async touch(count: number): Promise<void> {
      await ask("POST", "/touch", { count });
    },
    /** Does to records what the path of `POST /admin/{action}` says. */
    async intervene(action: string, body: Readonly<Record<string, unknown>>): Promise<Intervention> {
      return (await ask("POST", `/${action}`, body)) as Intervention;
    },
  };
}
