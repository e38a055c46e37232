import { describe, expect, it } from "vitest";
import type { Truth } from "../dataset/dataset.ts";
import { startTestSource, type TestSource } from "../testing/start-test-source.ts";
import type { FaultsChange } from "./settings.ts";

const PATH = "/v1/enrichments";

function startWith(faults: FaultsChange): Promise<TestSource> {
  return startTestSource({ SOURCE_FAULTS: JSON.stringify(faults) });
}

async function faultsServed(source: TestSource): Promise<Record<string, number>> {
  const { faults } = await source.read<{ faults: Record<string, number> }>("/admin/stats");
  return Object.fromEntries(Object.entries(faults).filter(([, times]) => times > 0));
}

async function idsAt(source: TestSource, path: string): Promise<string[]> {
  const { data } = await source.read<{ data: { id: string }[] }>(path);
  return data.map(({ id }) => id);
}

describe("without faults", () => {
  it("answers every request, and the stats say so", async () => {
    const source = await startWith({});
    for (let page = 1; page <= 4; page++) expect((await source.get(`${PATH}?page=${page}`)).status).toBe(200);
    expect(await source.read("/admin/stats")).toMatchObject({ requests: 4, rows: 200 });
    expect(await faultsServed(source)).toEqual({});
  });
});

describe("rate_limited", () => {
  it("answers 429 with Retry-After", async () => {
    const source = await startWith({ rate_limited: 1 });
    const response = await source.get(PATH);
    expect(response.status).toBe(429);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("retry-after")).toMatch(/^[12]$/);
    expect(await response.json()).toMatchObject({ title: "Too Many Requests", status: 429 });
    expect(await faultsServed(source)).toEqual({ rate_limited: 1 });
  });

  it("leaves Retry-After out when told to", async () => {
    const source = await startWith({ rate_limited: 1, retry_after: { seconds: 0, missing: 1 } });
    const response = await source.get(PATH);
    expect(response.status).toBe(429);
    expect(response.headers.has("retry-after")).toBe(false);
  });

  it("applies to its share of requests, the same ones for the same seed", async () => {
    const statuses = async () => {
      const source = await startWith({ preset: "storm" });
      const statuses: number[] = [];
      for (let request = 0; request < 60; request++)
        statuses.push((await source.get(`${PATH}?limit=1`)).status);
      return statuses;
    };
    const first = await statuses();
    expect(await statuses()).toEqual(first);
    expect(first.filter((status) => status === 429).length).toBeGreaterThan(15);
    expect(first.filter((status) => status === 200).length).toBeGreaterThan(15);
  });
});

describe("burst", () => {
  it("answers 429 to those beyond the window's number", async () => {
    const source = await startWith({ burst: { requests: 2, seconds: 3600 } });
    const statuses = [await source.get(PATH), await source.get(PATH), await source.get(PATH)].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([200, 200, 429]);
  });
});

describe("server_error", () => {
  it("answers 500 with a problem", async () => {
    const source = await startWith({ server_error: 1 });
    const response = await source.get(PATH);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      status: 500,
      detail: "The source failed, as it was told to.",
    });
    expect(await faultsServed(source)).toEqual({ server_error: 1 });
  });
});

describe("latency_ms", () => {
  it("answers late", async () => {
    const source = await startWith({ latency_ms: { least: 60 } });
    const begun = performance.now();
    expect((await source.get(PATH)).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(59);
  });
});

describe("unanswered", () => {
  it("keeps the client waiting until it gives up, and closes all the same", async () => {
    const source = await startWith({ unanswered: 1 });
    const abort = new AbortController();
    const request = source.get(PATH, { signal: abort.signal });
    await expect.poll(() => faultsServed(source)).toEqual({ unanswered: 1 });
    abort.abort();
    await expect(request).rejects.toThrow("aborted");

    const hanging = source.get(PATH);
    const hungUp = expect(hanging).rejects.toThrow("fetch failed");
    await expect.poll(() => faultsServed(source)).toEqual({ unanswered: 2 });
    await source.close();
    await hungUp;
  });
});

describe("cut_connection", () => {
  it("breaks off in the middle of the body", async () => {
    const source = await startWith({ cut_connection: 1 });
    const response = await source.get(PATH);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow("terminated");
    expect(await faultsServed(source)).toEqual({ cut_connection: 1 });
  });
});

describe("cut_body", () => {
  it("looks complete and is not", async () => {
    const source = await startWith({ cut_body: 1 });
    const response = await source.get(PATH);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(Number(response.headers.get("content-length"))).toBe(Buffer.byteLength(text));
    expect(text).toMatch(/^\{"meta":/);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });
});

describe("a request that is refused anyway", () => {
  it("meets no fault of good answers", async () => {
    const source = await startWith({ cut_body: 1, cut_connection: 1, touched_per_request: 1 });
    const response = await source.get(`${PATH}?limit=0`);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ title: "Unprocessable Entity" });
    expect(await faultsServed(source)).toEqual({});
  });
});

describe("html", () => {
  it("answers 200 with a page", async () => {
    const source = await startWith({ html: 1 });
    const response = await source.get(PATH);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(await response.text()).toContain("<html>");
  });
});

describe("down", () => {
  it("closes connections until it ends", async () => {
    const source = await startWith({ down: true });
    await expect(source.get(PATH)).rejects.toThrow("fetch failed");
    expect((await fetch(`${source.url}/health`)).status).toBe(200);
    await source.send("PATCH", "/admin/faults", { down: false });
    expect((await source.get(PATH)).status).toBe(200);
    expect(await faultsServed(source)).toEqual({ down: 1 });
  });
});

describe("duplicated", () => {
  it("begins pages after the first with the last record before", async () => {
    const source = await startWith({ duplicated: 1 });
    const first = await idsAt(source, `${PATH}?page=1&limit=10`);
    const second = await idsAt(source, `${PATH}?page=2&limit=10`);
    expect([first.length, second.length]).toEqual([10, 11]);
    expect(second[0]).toBe(first[9]);
    expect(await faultsServed(source)).toEqual({ duplicated: 1 });
  });
});

describe("touched_per_request", () => {
  it("moves records while they are read", async () => {
    const source = await startWith({ touched_per_request: 20 });
    const path = `${PATH}?updated_since=2020-01-01T00:00:00Z&limit=100`;
    const before = await idsAt(source, path);
    const after = await idsAt(source, path);
    expect(after.filter((id) => !before.includes(id)).length).toBeGreaterThan(0);
    expect(await faultsServed(source)).toEqual({ touched: 2 });
  });
});

describe("malforming", () => {
  it("leaves one more record malformed after each request", async () => {
    const source = await startWith({ malforming: 1 });
    for (let request = 0; request < 3; request++) await source.get(PATH);
    const { malformed } = await source.read<Truth>("/admin/truth");
    expect(malformed.length).toBe(3);
  });
});

describe("a broken shape", () => {
  it("adds, drops and retypes fields of every record", async () => {
    const source = await startWith({
      extra_field: true,
      missing_field: "status",
      retyped_field: "total_contacts",
    });
    const { data } = await source.read<{ data: object[] }>(PATH);
    expect(data.length).toBe(50);
    for (const record of data) {
      expect(record).toMatchObject({ score: 0.5, total_contacts: expect.any(String) });
      expect(record).not.toHaveProperty("status");
    }
  });
});

describe("ignore_updated_since", () => {
  it("reads everything whatever was asked", async () => {
    const source = await startWith({ ignore_updated_since: true });
    const path = `${PATH}?updated_since=2100-01-01T00:00:00Z`;
    const { meta } = await source.read<{ meta: { total_items: number } }>(path);
    expect(meta.total_items).toBeGreaterThanOrEqual(200);
  });
});

describe("the admin API, the docs and the health", () => {
  it("know no faults", async () => {
    const source = await startWith({ rate_limited: 1, server_error: 1, html: 1 });
    for (const path of ["/health", "/docs", "/openapi.json", "/admin/stats", "/admin/truth"])
      expect((await source.get(path)).status).toBe(200);
  });
});
