import { randomUUID } from "node:crypto";
import type { WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { fetchedPage, pageOf } from "../../testing/fetched-page.ts";
import { rawRecord } from "../../testing/raw-record.ts";
import { activity, createWarehouseAtWork, run } from "../../testing/run-at-work.ts";
import { retryConflict } from "../ledger/retry-conflict.ts";
import type { FetchedPage, RawRecord, SourceFetch } from "../source/source-client.ts";
import { writeVersions } from "./write-versions.ts";

let warehouse: WarehouseDatabase;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2026, 0, 5);
  warehouse = await createWarehouseAtWork(inject("postgresUrl"));
});
afterEach(() => warehouse[Symbol.asyncDispose]());

/** A response with these records, each a second after the one before. */
function fetched(records: readonly string[]): FetchedPage {
  clock += 1_000;
  return fetchedPage(`{"meta": {}, "data": [${records.join(", ")}]}`, new Date(clock));
}

const write = (fetches: SourceFetch[], trackSeen = false) =>
  retryConflict(() =>
    warehouse.pipelineSql.begin((sql) =>
      writeVersions(sql, run.runId, activity, fetches, { trackSeen, pass: 1 }),
    ),
  );

const record = (id: string, status: string) => `{"id": "${id}", "status": "${status}"}`;

async function versionsOf(id: string) {
  const versions = await warehouse.sql<
    { version_id: number; previous_version_id: number | null; payload: string }[]
  >`
    select version_id, previous_version_id, payload::text as payload from bronze.enrichment_versions
    where record_key = ${id} order by version_id`;
  return versions.map(({ payload }) => JSON.parse(payload).status);
}

describe("writeVersions", () => {
  test("keeps every distinct version in the order observed, and an unchanged record writes nothing", async () => {
    const id = randomUUID();
    const states = ["A", "A", "B", "B", "A"];
    const written = [];
    for (const state of states) written.push((await write([fetched([record(id, state)])])).versions);
    expect(written).toEqual([1, 0, 1, 0, 1]);
    expect(await versionsOf(id)).toEqual(["A", "B", "A"]);
  });

  test("stores A, B, A within one commit as three chained versions", async () => {
    const id = randomUUID();
    await write([
      fetched([record(id, "A"), record(id, "A")]),
      fetched([record(id, "B")]),
      fetched([record(id, "A")]),
    ]);
    expect(await versionsOf(id)).toEqual(["A", "B", "A"]);
    const chain = await warehouse.sql`
      select version.previous_version_id is not distinct from lag(version.version_id) over (order by version.version_id)
             as chained
      from bronze.enrichment_versions as version`;
    expect(chain.every(({ chained }) => chained)).toBe(true);
    const [head] = await warehouse.sql`
      select payload::text as payload, dw_ingested_at < dw_updated_at as later from bronze.enrichments`;
    expect(head).toEqual({ payload: record(id, "A"), later: true });
  });

  test("stores payloads as they were sent, malformed ones and their neighbours too", async () => {
    const payloads = [
      '{"id" :  "no uuid", "total_contacts": 1.0}',
      '{"name": "\\u0000 and \\ud83d"}',
      '{"\\u0000": "X\\\\ud83d\\ude00"}',
      '{"id": 1, "ext": 9007199254740993, "ext": 1.10, "big": 1e400}',
      '{"no": "id"}',
      '"only text"',
      "null",
      "[1,  2]",
    ];
    expect((await write([fetched(payloads)])).versions).toBe(payloads.length);
    const stored = await warehouse.sql`
      select payload::text as payload from bronze.enrichment_versions order by version_id`;
    expect(stored.map(({ payload }) => payload)).toEqual(payloads);
    for (const payload of payloads) expect((await write([fetched([payload])])).versions).toBe(0);
  });

  test("a payload that the json type cannot store is stored as text, and so are the others", async () => {
    const good = record(randomUUID(), "A");
    const deep = `{"tree": ${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
    const texts = [deep, "\0 \ud83d \u001d \u001e", good];
    const records: RawRecord[] = [
      { text: deep, value: JSON.parse(deep), updatedAt: null, unstorable: "nested-too-deep" },
      { text: texts[1] ?? "", value: null, updatedAt: null, unstorable: "undecodable" },
      rawRecord(good),
    ];
    expect((await write([pageOf(records, new Date(clock))])).versions).toBe(3);
    expect((await write([pageOf(records, new Date(clock + 1_000))])).versions).toBe(0);
    const stored = await warehouse.sql<{ payload: string }[]>`
      select payload::text as payload from bronze.enrichment_versions order by version_id`;
    expect(stored.map(({ payload }) => payload)).toEqual([
      ...texts.slice(0, 2).map((text) => JSON.stringify(text)),
      good,
    ]);
  });

  test("ids that differ in case are one record, records without an id are several", async () => {
    const id = randomUUID();
    await write([
      fetched([record(id, "A"), record(id.toUpperCase(), "B"), record("", "A"), record("", "B")]),
    ]);
    expect(await versionsOf(id)).toEqual(["A", "B"]);
    const [heads] = await warehouse.sql`select count(*) as count from bronze.enrichment_heads`;
    expect(heads).toEqual({ count: 3 });
  });

  test("an observation that is committed late is stored, but does not become the head", async () => {
    const id = randomUUID();
    const early = fetched([record(id, "A")]);
    await write([fetched([record(id, "B")])]);
    await write([early]);
    expect(await versionsOf(id)).toEqual(["B", "A"]);
    const [head] = await warehouse.sql`select payload::text as payload from bronze.enrichments`;
    expect(head?.payload).toBe(record(id, "B"));
  });

  test("parallel commits of the same records end in the newest observation, chained back to the first", async () => {
    const ids = Array.from({ length: 200 }, () => randomUUID());
    const states = ["A", "B", "C", "D"];
    await Promise.all(states.map((state) => write([fetched(ids.map((id) => record(id, state)))])));
    const chains = await warehouse.sql`
      with recursive chain as (
        select version.*, 1 as link
        from bronze.enrichment_heads join bronze.enrichment_versions as version using (version_id)
        union all
        select version.*, chain.link + 1
        from chain join bronze.enrichment_versions as version on version.version_id = chain.previous_version_id
      )
      select record_key, min(payload ->> 'status') filter (where link = 1) as newest,
             count(*) filter (where previous_version_id is null) as ends
      from chain group by record_key`;
    expect(chains).toHaveLength(200);
    expect(chains.every(({ newest, ends }) => newest === "D" && ends === 1)).toBe(true);
    const [stored] = await warehouse.sql`select count(*) as versions from bronze.enrichment_versions`;
    expect(stored).toEqual({ versions: 800 });
  });

  test("stores each request with its counts", async () => {
    const failedFetch: SourceFetch = {
      request: "/v1/enrichments?page=2&limit=100",
      requestedAt: new Date(clock),
      answeredAt: new Date(clock),
      durationMs: 3,
      sourceDate: null,
      status: 429,
      retryAfter: "7",
      failure: { kind: "rate-limited", message: "fewer, please", retryDelayMs: 7_000 },
    };
    const same = randomUUID();
    await write([
      fetched([record(same, "A"), record(randomUUID(), "A")]),
      fetched([record(same, "A")]),
      failedFetch,
    ]);
    const fetches = await warehouse.sql`
      select http_status, rows, new_versions, retry_after, retry_wait_ms, failure from bronze.fetches order by fetch_id`;
    expect(fetches).toEqual([
      { http_status: 200, rows: 2, new_versions: 2, retry_after: null, retry_wait_ms: null, failure: null },
      { http_status: 200, rows: 1, new_versions: 0, retry_after: null, retry_wait_ms: null, failure: null },
      {
        http_status: 429,
        rows: 0,
        new_versions: 0,
        retry_after: "7",
        retry_wait_ms: 7_000,
        failure: "fewer, please",
      },
    ]);
  });

  test("a record that was deleted at the source and is back gets a new version", async () => {
    const id = randomUUID();
    await write([fetched([record(id, "A")])]);
    await warehouse.sql`update bronze.enrichment_heads set deleted_at = now()`;
    expect((await write([fetched([record(id, "A")])])).versions).toBe(1);
    const [head] = await warehouse.sql`select deleted_at from bronze.enrichment_heads`;
    expect(head?.deleted_at).toBeNull();
  });
});
