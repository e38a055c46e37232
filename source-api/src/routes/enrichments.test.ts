import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startTestSource, type TestSource } from "../testing/start-test-source.ts";

interface Page {
  meta: { current_page: number; items_per_page: number; total_items: number; total_pages: number };
  data: { id: string; status: string; created_at: string; updated_at: string }[];
}

const PATH = "/v1/enrichments";

function readPage(source: TestSource, query = ""): Promise<Page> {
  return source.read(`${PATH}${query}`);
}

describe("the list", () => {
  it("has 50 records on its first page by default, ordered by creation", async () => {
    const source = await startTestSource();
    const { meta, data } = await readPage(source);
    expect(meta).toEqual({
      current_page: 1,
      items_per_page: 50,
      total_items: expect.any(Number),
      total_pages: Math.ceil(meta.total_items / 50),
    });
    expect(data.length).toBe(50);
    const order = data.map(({ created_at, id }) => `${created_at} ${id}`);
    expect(order).toEqual(order.toSorted());
  });

  it("counts and orders by update with updated_since, which is inclusive", async () => {
    const source = await startTestSource();
    const all = await readPage(source, "?limit=100&updated_since=2000-01-01T00:00:00Z");
    const since = all.data[60]?.updated_at ?? "";
    const { meta, data } = await readPage(source, `?limit=100&updated_since=${since}`);
    const place = all.data.findIndex(({ updated_at }) => updated_at === since);
    expect(meta.total_items).toBe(all.meta.total_items - place);
    expect(data[0]).toEqual(all.data[place]);
    const order = data.map(({ updated_at, id }) => `${updated_at} ${id}`);
    expect(order).toEqual(order.toSorted());
  });

  it("takes an instant in any zone and with fractions of a second", async () => {
    const source = await startTestSource();
    const all = await readPage(source, "?limit=100&updated_since=2000-01-01T00:00:00Z");
    const since = all.data[60]?.updated_at ?? "";
    const total = async (text: string) =>
      (await readPage(source, `?updated_since=${encodeURIComponent(text)}`)).meta.total_items;
    const local = new Date(Date.parse(since) - 3 * 3_600_000).toISOString().replace(".000Z", "-03:00");
    expect(await total(local)).toBe(await total(since));
    const sharing = all.data.filter(({ updated_at }) => updated_at === since).length;
    expect(await total(since.replace("Z", ".5Z"))).toBe((await total(since)) - sharing);
  });

  it("is empty, and says how much there is, beyond the last page", async () => {
    const source = await startTestSource();
    const { meta, data } = await readPage(source, "?page=99&limit=100");
    expect(data).toEqual([]);
    const { total_items } = (await readPage(source)).meta;
    expect(meta).toEqual({
      current_page: 99,
      items_per_page: 100,
      total_items,
      total_pages: Math.ceil(total_items / 100),
    });
  });

  it("gives the same bytes after a restart at the same time", async () => {
    const read = async () => (await (await startTestSource()).get(`${PATH}?page=2&limit=100`)).text();
    expect(await read()).toBe(await read());
  });

  it("refuses every page and limit out of bounds, and takes the others", async () => {
    const source = await startTestSource();
    const value = fc.oneof(
      fc.integer({ min: -5, max: 120 }).map(String),
      fc.constantFrom("", "x", "1.5", "1e1", "0x2"),
    );
    await fc.assert(
      fc.asyncProperty(value, value, async (page, limit) => {
        const response = await source.get(`${PATH}?page=${page}&limit=${limit}`);
        const isGood = /^[1-9]\d*$/.test(page) && /^([1-9]\d?|100)$/.test(limit);
        expect(response.status).toBe(isGood ? 200 : 422);
        await response.arrayBuffer();
      }),
      { numRuns: 60 },
    );
  });

  it.each(["yesterday", "2026-11-24", "2026-11-24T12:00:00", "1700000000"])(
    "refuses %s as updated_since, naming the field and the remedy",
    async (text) => {
      const source = await startTestSource();
      const response = await source.get(`${PATH}?limit=0&updated_since=${text}`);
      expect(response.status).toBe(422);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      const { errors } = (await response.json()) as { errors: { field: string; message: string }[] };
      expect(errors.map(({ field }) => field)).toEqual(["limit", "updated_since"]);
      expect(errors[1]?.message).toContain("such as 2025-11-15T14:30:00Z");
    },
  );
});

describe("one record", () => {
  it("is what the list has, with a history that ends in it", async () => {
    const source = await startTestSource();
    const { data } = await readPage(source);
    const record = data[0];
    expect(await source.read(`${PATH}/${record?.id}`)).toEqual({ data: record });
    const history = await source.read<{ data: Page["data"] }>(`${PATH}/${record?.id}/history`);
    expect(history.data[0]).toMatchObject({ status: "PROCESSING", updated_at: record?.created_at });
    expect(history.data.at(-1)).toEqual(record);
  });

  it.each(["", "/history"])("is a 404 when there is none (%s)", async (rest) => {
    const source = await startTestSource();
    const id = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
    const response = await source.get(`${PATH}/${id}${rest}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ detail: `There is no enrichment with the id ${id}.` });
  });

  it("is a 422 when the id is no UUID", async () => {
    const source = await startTestSource();
    expect((await source.get(`${PATH}/17`)).status).toBe(422);
  });
});

describe("the key", () => {
  it.each([
    {},
    { authorization: "Bearer wrong" },
    { authorization: "the-key-of-a-test" },
    { authorization: "Bearer " },
  ])("is needed: %j is a 401", async (headers) => {
    const { url } = await startTestSource();
    const response = await fetch(`${url}${PATH}`, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(await response.json()).toMatchObject({ title: "Unauthorized", status: 401 });
  });

  it("of the admin does not open the API, nor the other way round", async () => {
    const { url } = await startTestSource();
    const ask = (path: string, key: string) =>
      fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } });
    expect((await ask(PATH, "the-admin-key-of-a-test")).status).toBe(401);
    expect((await ask("/admin/truth", "the-key-of-a-test")).status).toBe(401);
  });
});

it("answers an unknown path with a problem", async () => {
  const source = await startTestSource();
  const response = await source.get("/v1/nothing");
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({
    detail: "There is nothing at GET /v1/nothing; /docs lists what there is.",
  });
});
