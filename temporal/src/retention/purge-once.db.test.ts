import { randomUUID } from "node:crypto";
import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { emptyTables, listTables } from "../../../drizzle/testing/empty-tables.ts";
import { fetchedPage } from "../../testing/fetched-page.ts";
import { activity } from "../../testing/run-at-work.ts";
import { uuidOf } from "../../testing/uuid-of.ts";
import { writeVersions } from "../bronze/write-versions.ts";
import { transformBatches } from "../gold/transform-batches.ts";
import { retryConflict } from "../ledger/retry-conflict.ts";
import { openPurge, type PurgeSummary, readPurge } from "./purge-ledger.ts";
import { purgeOnce } from "./purge-once.ts";

let warehouse: WarehouseDatabase;

beforeEach(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
});
afterEach(() => warehouse[Symbol.asyncDispose]());

const JOBS = [0, 1, 2].map((n) => uuidOf(`job ${n}`));

const noonOf = (day: number): Date => new Date(Date.UTC(2026, 0, 1 + day, 12));

/** Few ids and times, so that versions meet: the same time twice, an older one after a newer one, a broken one between. */
const record = fc.record({
  id: fc.constantFrom(...JOBS),
  id_workspace: fc.constant(uuidOf("workspace")),
  workspace_name: fc.constantFrom("Aço", " ", "\u0000"),
  total_contacts: fc.nat(1),
  contact_type: fc.constant("PERSON"),
  status: fc.constantFrom("PROCESSING", "COMPLETED", "DONE"),
  created_at: fc.constant("2025-11-15T14:00:00Z"),
  updated_at: fc.nat(9).map((minute) => `2025-11-15T15:0${minute}:00Z`),
});
type SourceRecord = typeof record extends fc.Arbitrary<infer Value> ? Value : never;

/** What happens on one day; a purge's cutoff lies so many days back. */
const event = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      records: fc.array(record, { minLength: 1, maxLength: 4 }),
      transformed: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ removed: fc.constantFrom(...JOBS) }) },
  { weight: 3, arbitrary: fc.record({ purged: fc.nat(4) }) },
);

/** One run: an answer of the source committed at once, and a failed request. */
async function ingest(day: number, records: readonly SourceRecord[]): Promise<void> {
  const runId = randomUUID();
  const at = noonOf(day);
  await warehouse.sql`
    insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id, started_at, finished_at, outcome)
    values (${runId}, 1, 'modular', 'incremental', 'schedule', 'w', ${at}, ${at}, 'succeeded')`;
  const { meta, records: sent, beyondEnd, ...facts } = fetchedPage(JSON.stringify({ data: records }), at);
  await warehouse.pipelineSql.begin((sql) =>
    writeVersions(
      sql,
      runId,
      activity,
      [
        { ...facts, meta, records: sent, beyondEnd },
        { ...facts, status: 503, failure: { kind: "unavailable", message: "not now" } },
      ],
      { trackSeen: false, pass: 1 },
    ),
  );
  await warehouse.sql`update ops.batches set committed_at = ${at} where run_id = ${runId}`;
}

async function transform(): Promise<void> {
  const [run] = await warehouse.sql<{ run_id: string }[]>`select run_id from ops.runs limit 1`;
  if (!run) return;
  const reference = { runId: run.run_id, runNumber: 1, generation: 1, kind: "incremental" } as const;
  for (let pending = true; pending; )
    pending = await warehouse.pipelineSql.begin(
      async (sql) =>
        (await transformBatches(sql, reference, { earliestPlausible: "2000-01-01" })).batches > 0,
    );
}

/** What a complete read does to a record that it did not find. */
const remove = (day: number, id: string) =>
  warehouse.sql.begin(async (sql) => {
    const marked = await sql`
      update bronze.enrichment_heads set deleted_at = ${noonOf(day)} where record_key = ${id} and deleted_at is null`;
    if (marked.count === 0) return;
    await sql`
      insert into bronze.deletions (record_key, deleted_at, run_id)
      select ${id}, ${noonOf(day)}, run_id from ops.runs limit 1`;
    await sql`delete from gold.enrichments where id_enriquecimento = ${id}`;
    await sql`update ops.rejected_records set resolved_at = ${noonOf(day)} where record_key = ${id} and resolved_at is null`;
  });

async function purge(cutoff: Date): Promise<PurgeSummary> {
  const purgeId = randomUUID();
  await openPurge(warehouse.pipelineSql, { purgeId, workflowId: "purge-history", cutoff });
  while (await warehouse.pipelineSql.begin((sql) => purgeOnce(sql, purgeId)));
  return readPurge(warehouse.pipelineSql, purgeId);
}

const goldRows = async () =>
  (await warehouse.sql`select * from gold.enrichments order by id_enriquecimento`).map(
    ({ data_atualizacao_dw, id_execucao, ...row }) => row,
  );

/** What must be as before, whatever was purged. */
const lasting = async (cutoff: Date) => ({
  gold: await goldRows(),
  heads: await warehouse.sql`
    select record_key, version_id, payload::text as payload, fetches.request
    from bronze.enrichments left join bronze.fetches using (fetch_id) order by record_key`,
  statesSinceCutoff: await warehouse.sql`
    select * from gold.enrichments_history where valid_to is null or valid_to > ${cutoff} order by 1, id_versao_bronze`,
  pending: await warehouse.sql`
    select version_id from bronze.enrichment_versions join ops.batches using (batch_id)
    where transformed_at is null order by version_id`,
  openRejects: await warehouse.sql`
    select version_id, versions.payload::text as payload
    from ops.rejected_records left join bronze.enrichment_versions as versions using (version_id)
    where resolved_at is null order by version_id`,
});

/** Rebuilds gold from the versions that are there. */
async function rebuild(): Promise<void> {
  await emptyTables(warehouse.sql, ["gold.enrichments"]);
  await warehouse.sql`update ops.batches set transformed_at = null`;
  await transform();
}

interface Version {
  version_id: number;
  record_key: string;
  fetch_id: number;
  rejected: boolean;
  resolved: boolean;
  updated_at: string | null;
  /** The record's next deletion. */
  gone_at: Date | null;
}

const versionsThere = () => warehouse.sql<Version[]>`
  select version_id, record_key, fetch_id,
         reject.version_id is not null as rejected, resolved_by_version_id is not null as resolved,
         case when reject.version_id is null and transformed_at is not null then version.payload ->> 'updated_at' end as updated_at,
         (select min(deleted_at) from bronze.deletions as gone
          where gone.record_key = version.record_key and deleted_at > observed_at) as gone_at
  from bronze.enrichment_versions as version
  join ops.batches using (batch_id)
  left join ops.rejected_records as reject using (version_id, record_key)
  order by version_id`;

/** What the retention keeps of these versions when all of them are old, by its rules told once more. */
async function keptOf(versions: readonly Version[]): Promise<number[]> {
  const shown = await warehouse.sql<{ version_id: number }[]>`
    select version_id from bronze.enrichment_heads union select id_versao_bronze from gold.enrichments`;
  const pinned = new Set(shown.map(({ version_id }) => version_id));
  const lifeOf = ({ gone_at }: Version) => gone_at?.getTime() ?? Number.POSITIVE_INFINITY;
  const isOlder = (one: Version, other: Version) => {
    if (lifeOf(one) !== lifeOf(other)) return lifeOf(one) < lifeOf(other);
    if (one.updated_at !== other.updated_at) return (one.updated_at ?? "") < (other.updated_at ?? "");
    return one.version_id < other.version_id;
  };
  const isSuperseded = (one: Version) =>
    versions.some((other) => other.record_key === one.record_key && !other.rejected && isOlder(one, other));
  return versions
    .filter((one) => pinned.has(one.version_id) || !(one.rejected ? one.resolved : isSuperseded(one)))
    .map(({ version_id }) => version_id);
}

const job: SourceRecord = {
  id: uuidOf("job 0"),
  id_workspace: uuidOf("workspace"),
  workspace_name: "Aço",
  total_contacts: 1,
  contact_type: "PERSON",
  status: "PROCESSING",
  created_at: "2025-11-15T14:00:00Z",
  updated_at: "2025-11-15T15:00:00Z",
};

describe("purgeOnce", () => {
  test("after any history, deletes superseded data and keeps everything else", async () => {
    const tables = await listTables(warehouse.sql);
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 12 }), async (events) => {
        await emptyTables(
          warehouse.sql,
          tables.filter((table) => table !== "ops.warehouse_state"),
        );
        for (const [day, happening] of events.entries()) {
          if ("records" in happening) {
            await ingest(day, happening.records);
            if (happening.transformed) await transform();
          } else if ("removed" in happening) {
            await remove(day, happening.removed);
          } else {
            const cutoff = noonOf(day - happening.purged);
            const before = await lasting(cutoff);
            await purge(cutoff);
            expect(await lasting(cutoff)).toEqual(before);
          }
        }
        await transform();
        const cutoff = noonOf(events.length);
        const before = await lasting(cutoff);
        const kept = await keptOf(await versionsThere());
        await purge(cutoff);
        expect(await lasting(cutoff)).toEqual(before);

        const versions = await versionsThere();
        expect(versions.map(({ version_id }) => version_id)).toEqual(kept);
        const fetches = await warehouse.sql`select fetch_id from bronze.fetches order by fetch_id`;
        expect(fetches.map(({ fetch_id }) => fetch_id)).toEqual(
          [...new Set(versions.map(({ fetch_id }) => fetch_id))].toSorted((a, b) => a - b),
        );
        expect(await purge(cutoff)).toMatchObject({ versions: 0, fetches: 0, finished: true });

        // A rebuild does not know when records were away.
        if (events.some((happening) => "removed" in happening)) return;
        await rebuild();
        expect(await goldRows()).toEqual(before.gold);
      }),
      { numRuns: 40 },
    );
  });

  test("keeps versions superseded after the cutoff, and pending versions", async () => {
    const minutes = [0, 1, 2, 3];
    for (const minute of minutes)
      await ingest(minute, [{ ...job, updated_at: `2025-11-15T15:0${minute}:00Z` }]);
    // Nothing goes before gold has seen what supersedes it, but for the requests that failed.
    expect(await purge(noonOf(9))).toMatchObject({ versions: 0, fetches: 4 });
    await transform();
    const states = () => warehouse.sql`select valid_from from gold.enrichments_history order by valid_from`;
    expect(await states()).toHaveLength(4);
    // Days 0 and 1 are before the cutoff; the state of day 1 was known until day 2.
    expect(await purge(new Date(noonOf(2).getTime() - 1))).toMatchObject({ versions: 1, fetches: 1 });
    expect(await states()).toEqual([1, 2, 3].map((day) => ({ valid_from: noonOf(day) })));
    expect(await purge(noonOf(9))).toMatchObject({ versions: 2 });
    expect(await states()).toEqual([{ valid_from: noonOf(3) }]);
  });

  test("runs in parallel with runs that read and transform", async () => {
    const jobs = Array.from({ length: 200 }, (_, n) => ({ ...job, id: uuidOf(`job ${n}`) }));
    let working = true;
    const reading = async () => {
      for (let minute = 0; minute < 30; minute++) {
        const updated_at = `2025-11-15T15:${String(minute).padStart(2, "0")}:00Z`;
        await ingest(
          minute,
          jobs.map((one) => ({ ...one, updated_at })),
        );
      }
    };
    const repeat = async (work: () => Promise<unknown>) => {
      while (working) await retryConflict(work);
    };
    await Promise.all([
      reading().finally(() => (working = false)),
      repeat(transform),
      repeat(() => purge(noonOf(99))),
    ]);
    await transform();
    await purge(noonOf(99));
    const before = await goldRows();
    expect(before.map((row) => row.data_atualizacao)).toEqual(
      jobs.map(() => new Date("2025-11-15T15:29:00Z")),
    );
    expect(await versionsThere()).toHaveLength(jobs.length);
    await rebuild();
    expect(await goldRows()).toEqual(before);
  });

  test("deletes ended alerts with their messages, unless one is still to be delivered", async () => {
    const alert = (key: string, ended: Date | null, delivered: Date | null) => warehouse.sql`
      with alert as (
        insert into ops.alerts (key, entry, seen, missed, first_seen_at, last_seen_at, begun_at, ended_at)
        values (${key}, '{}', 2, 2, ${noonOf(0)}, ${noonOf(0)}, ${noonOf(0)}, ${ended})
        returning alert_id
      )
      insert into ops.alert_messages (alert_id, event, receiver, created_at, delivered_at)
      select alert_id, 'end', 'email', ${noonOf(1)}, ${delivered} from alert`;
    await alert("old", noonOf(1), noonOf(1));
    await alert("not delivered", noonOf(1), null);
    await alert("new", noonOf(3), noonOf(3));
    await alert("open", null, noonOf(1));
    await purge(noonOf(2));
    const kept = await warehouse.sql`
      select key from ops.alerts join ops.alert_messages using (alert_id) order by key`;
    expect(kept.map(({ key }) => key)).toEqual(["new", "not delivered", "open"]);
    expect(await warehouse.sql`select from ops.alerts`).toHaveLength(3);
  });

  test("uses small transactions and continues after one that was rolled back", async () => {
    const records = Array.from({ length: 2_000 }, (_, n) => ({ ...job, id: uuidOf(`many ${n}`) }));
    for (const minute of [0, 1, 2, 3, 4])
      await ingest(
        minute,
        records.map((one) => ({ ...one, updated_at: `2025-11-15T15:0${minute}:00Z` })),
      );
    await transform();
    const purgeId = randomUUID();
    const once = () => warehouse.pipelineSql.begin((sql) => purgeOnce(sql, purgeId));
    await openPurge(warehouse.pipelineSql, { purgeId, workflowId: "w", cutoff: noonOf(9) });
    const deleted: number[] = [];
    const killed = warehouse.pipelineSql.begin(async (sql) => {
      await purgeOnce(sql, purgeId);
      throw new Error("killed");
    });
    await expect(killed).rejects.toThrow("killed");
    for (let more = true; more; ) {
      const { versions } = await readPurge(warehouse.pipelineSql, purgeId);
      more = await once();
      deleted.push((await readPurge(warehouse.pipelineSql, purgeId)).versions - versions);
    }
    expect(Math.max(...deleted)).toBeLessThanOrEqual(5_000);
    expect(await readPurge(warehouse.pipelineSql, purgeId)).toMatchObject({
      versions: 8_000,
      finished: true,
    });
    expect(await versionsThere()).toHaveLength(2_000);
  });
});
