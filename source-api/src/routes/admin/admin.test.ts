import { describe, expect, it } from "vitest";
import type { Affected, CleanRecord, Truth } from "../../dataset/dataset.ts";
import { tally } from "../../dataset/truth.ts";
import { startTestSource, type TestSource } from "../../testing/start-test-source.ts";

function truthOf(source: TestSource): Promise<Truth> {
  return source.read("/admin/truth");
}

async function intervene(source: TestSource, action: string, body: object): Promise<Affected> {
  const response = await source.send("POST", `/admin/${action}`, body);
  expect(response.status).toBe(200);
  return (await response.json()) as Affected;
}

async function recordsOf(source: TestSource): Promise<CleanRecord[]> {
  const response = await source.get("/admin/records");
  expect(response.headers.get("content-type")).toBe("application/x-ndjson");
  const lines = (await response.text()).split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

describe("truth and records", () => {
  it("agree with each other", async () => {
    const source = await startTestSource({ SOURCE_RECORDS: "2500" });
    await intervene(source, "malform", { kind: "unknown_status", count: 3 });
    const truth = await truthOf(source);
    const records = await recordsOf(source);
    expect(records.length).toBe(truth.count);
    expect(
      records
        .filter(({ malformed }) => malformed === "unknown_status")
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(truth.malformed.map(({ id }) => id).toSorted());
    const wellFormed = records.filter(({ malformed }) => malformed === undefined);
    const tallied = wellFormed.map(({ id, status, total_contacts, updated_at }) => {
      return { id, status, contacts: total_contacts, updatedAt: updated_at };
    });
    expect(tally(tallied)).toEqual(truth.well_formed);
  });
});

describe("the actions", () => {
  it("do what they say to as many records as asked", async () => {
    const source = await startTestSource();
    const { count } = await truthOf(source);
    const at = "2026-11-24T15:00:00Z";
    expect(await intervene(source, "create", { count: 5 })).toMatchObject({ at, affected: 5 });
    expect(await intervene(source, "touch", { count: 3 })).toMatchObject({ affected: 3 });
    expect(await intervene(source, "bulk-update", { count: 100 })).toMatchObject({ affected: 100 });
    const deleted = await intervene(source, "delete", { count: 2 });
    expect(deleted.affected).toBe(2);
    expect(await intervene(source, "delete", { ids: deleted.ids })).toMatchObject({ affected: 0 });
    const malformed = await intervene(source, "malform", { kind: "blank_name", count: 4, fresh: true });
    expect(await intervene(source, "repair", { ids: malformed.ids.slice(1) })).toMatchObject({ affected: 3 });
    const truth = await truthOf(source);
    expect(truth.count).toBe(count + 5 - 2 + 4);
    expect(truth.malformed).toEqual([{ id: malformed.ids[0], kind: "blank_name" }]);
  });

  it("damage as many records as asked, and undo it", async () => {
    const source = await startTestSource();
    const { count } = await truthOf(source);
    const total = async (query = "") => {
      const page = await source.read<{ meta: { total_items: number } }>(`/v1/enrichments?limit=1${query}`);
      return page.meta.total_items;
    };
    const lost = await intervene(source, "lose", { count: 2 });
    expect(await total()).toBe(count - 2);
    expect(await intervene(source, "unhide", { ids: lost.ids })).toEqual({ ...lost, affected: 2 });
    await intervene(source, "lose", { ids: lost.ids, for_seconds: 60 });
    expect(await total("&updated_since=2000-01-01T00:00:00Z")).toBe(count - 2);
    await source.send("PUT", "/admin/clock", { now: "2026-11-24T15:01:00Z" });
    expect((await intervene(source, "unhide", { count: 2 })).affected).toBe(0);

    const before = await truthOf(source);
    const doubled = await intervene(source, "double", { count: 3 });
    expect(await truthOf(source)).toEqual({ ...before, count: before.count + 3, listed_twice: 3 });
    expect(await total()).toBe(before.count + 3);
    expect(await intervene(source, "undouble", { ids: doubled.ids })).toMatchObject({ affected: 3 });

    await source.send("PUT", "/admin/clock", { now: "2026-11-24T15:01:02Z" });
    const updated = await intervene(source, "bulk-update", { count: 3 });
    expect(await intervene(source, "restore", { ids: updated.ids, seconds: 1 })).toMatchObject({
      affected: 3,
    });
    expect(await total("&updated_since=2026-11-24T15:01:02Z")).toBe(0);
    expect(await intervene(source, "restore", { count: 1 })).toMatchObject({ affected: 1 });

    const late = "&updated_since=2026-11-24T14:36:02Z";
    const recent = await total(late);
    await intervene(source, "create-late", { count: 4, seconds: 1500 });
    await intervene(source, "update-late", { count: 5, seconds: 1500 });
    expect(await total(late)).toBe(recent + 9);
  });

  it.each([
    ["lose", { count: 1, for_seconds: 0 }],
    ["unhide", { ids: [] }],
    ["double", { count: 1, seconds: 5 }],
    ["restore", { count: 1, seconds: -5 }],
    ["create-late", { count: 1 }],
    ["create-late", { ids: ["a"], seconds: 5 }],
    ["update-late", { count: 1 }],
    ["touch", {}],
    ["touch", { count: 0 }],
    ["touch", { count: 1, ids: [] }],
    ["delete", {}],
    ["malform", { kind: "ugly", count: 1 }],
  ])("refuse %s with %j", async (action, body) => {
    const source = await startTestSource();
    const response = await source.send("POST", `/admin/${action}`, body);
    expect(response.status).toBe(422);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  });
});

it("refuses a body that is no JSON, with a problem", async () => {
  const source = await startTestSource();
  const response = await source.get("/admin/touch", { method: "POST", body: "{count:" });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    title: "Bad Request",
    detail:
      "Malformed JSON in request body: send a JSON text, not compressed, with Content-Type: application/json.",
  });
});

describe("the clock", () => {
  it("is set forward, and the dataset with it", async () => {
    const source = await startTestSource();
    const { count } = await truthOf(source);
    const response = await source.send("PUT", "/admin/clock", { now: "2026-11-25T12:00:00-03:00" });
    expect(await response.json()).toEqual({ now: "2026-11-25T15:00:00.000Z", speed: 0 });
    expect(await truthOf(source)).toMatchObject({ as_of: "2026-11-25T15:00:00Z" });
    expect((await truthOf(source)).count).toBeGreaterThan(count + 500);
  });

  it("runs at the speed that it is set to", async () => {
    const source = await startTestSource();
    await source.send("PUT", "/admin/clock", { speed: 100_000 });
    const now = async () => (await truthOf(source)).as_of;
    await expect.poll(async () => (await now()) > "2026-11-24T16:00:00Z").toBe(true);
    await source.send("PUT", "/admin/clock", { speed: 0 });
    expect(await now()).toBe(await now());
  });

  it.each(["2026-11-24T14:59:59Z", "2028-01-01T00:00:00Z"])("is not set to %s", async (now) => {
    const source = await startTestSource();
    const response = await source.send("PUT", "/admin/clock", { now });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      detail:
        "now must lie between 2026-11-24T15:00:00Z, the dataset's present, for time only goes forward, and 2027-11-25T15:00:00Z, a year later.",
    });
    expect(await source.read("/admin/clock")).toEqual({ now: "2026-11-24T15:00:00.000Z", speed: 0 });
  });
});

describe("the faults", () => {
  it("are replaced by PUT and changed by PATCH", async () => {
    const source = await startTestSource({ SOURCE_FAULTS: "storm" });
    const patched = await source.send("PATCH", "/admin/faults", { html: 0.25, retry_after: { least: 7 } });
    expect(await patched.json()).toMatchObject({
      rate_limited: 0.5,
      html: 0.25,
      retry_after: { least: 7, date: 3 },
    });
    const put = await source.send("PUT", "/admin/faults", { server_error: 0.5 });
    expect(await put.json()).toMatchObject({
      rate_limited: 0,
      html: 0,
      server_error: 0.5,
      retry_after: { least: 1 },
    });
    await source.send("PUT", "/admin/faults", { preset: "hostile" });
    expect(await source.read("/admin/faults")).toMatchObject({ server_error: 0.05, unanswered: 0.02 });
  });

  it.each([{ rate_limited: 2 }, { rate_limitd: 1 }, { preset: "drizzle" }, { retry_after: { years: 1 } }])(
    "are not changed by %j",
    async (change) => {
      const source = await startTestSource();
      const before = await source.read("/admin/faults");
      expect((await source.send("PATCH", "/admin/faults", change)).status).toBe(422);
      expect(await source.read("/admin/faults")).toEqual(before);
    },
  );
});
