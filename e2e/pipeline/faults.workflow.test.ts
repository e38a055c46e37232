import { expect, test, vi } from "vitest";
import { expectBalancedLedger, expectGoldEqualsSource } from "./expect-exact.ts";
import { injectServers } from "./inject-servers.ts";
import { createPipelineEnvironment, type PipelineEnvironment } from "./pipeline-environment.ts";

/** Ends all faults and changes, because the source must not change during the comparison. */
async function calmSource({ admin }: PipelineEnvironment): Promise<void> {
  await admin.setFaults({ preset: "calm" });
  await admin.setClock({ speed: 0 });
}

test("records are updated while they are read, on the first load and on incremental runs", async () => {
  await using environment = await createPipelineEnvironment(injectServers(), { SOURCE_RECORDS: "3000" });
  await environment.admin.setFaults({ touched_per_request: 5 });
  await environment.run();
  await environment.admin.touch(500);
  await environment.run();
  await calmSource(environment);
  await environment.run();
  await expectGoldEqualsSource(environment);
  await expectBalancedLedger(environment);
});

test("5,000 records are updated in one second, and more while it is read", async () => {
  await using environment = await createPipelineEnvironment(injectServers(), { SOURCE_RECORDS: "6000" });
  await environment.run();
  await environment.admin.bulkUpdate(5_000);
  await environment.admin.setFaults({ touched_per_request: 3 });
  await environment.run();
  await calmSource(environment);
  await environment.run();
  await expectGoldEqualsSource(environment);
  await expectBalancedLedger(environment);
});

test("a source that ignores updated_since is read page by page, and its deletions are detected", async () => {
  await using environment = await createPipelineEnvironment(injectServers(), {
    SOURCE_RECORDS: "2500",
    SOURCE_CLOCK_SPEED: "0",
  });
  await environment.admin.setFaults({ ignore_updated_since: true });
  await environment.run();
  await expectGoldEqualsSource(environment);
  await environment.admin.touch(40);
  // Removed before others are created, because a removed new record was never read.
  await environment.admin.remove(30);
  await environment.admin.create(10);
  expect(await environment.run()).toMatchObject({ versionsWritten: expect.any(Number), deleted: 30 });
  await expectGoldEqualsSource(environment);
  await expectBalancedLedger(environment);
});

test("rows missing in gold are rebuilt in the same run", async () => {
  await using environment = await createPipelineEnvironment(injectServers(), {
    SOURCE_RECORDS: "2500",
    SOURCE_CLOCK_SPEED: "0",
  });
  await environment.run();
  const records = (await environment.admin.records()).length;
  await environment.sql`delete from gold.enrichments`;
  const run = await environment.run();
  expect(run).toMatchObject({ outcome: "succeeded_with_findings", goldRecords: records });
  expect(run).toHaveProperty(
    "findings",
    expect.arrayContaining([expect.objectContaining({ code: "gold_repaired", records })]),
  );
  await expectGoldEqualsSource(environment);
  await expectBalancedLedger(environment);
});

test("deletions are detected by the counts and removed in the same run", async () => {
  await using environment = await createPipelineEnvironment(injectServers(), {
    SOURCE_RECORDS: "500",
    SOURCE_CLOCK_SPEED: "0",
  });
  await environment.run();
  const removed = await environment.admin.remove(20);
  const run = await environment.run();
  expect(run).toMatchObject({ outcome: "succeeded_with_findings", kind: "incremental", deleted: 20 });
  expect(run).toHaveProperty(
    "findings",
    expect.arrayContaining([
      {
        code: "deleted_records",
        severity: "warning",
        records: 20,
        recordIds: removed.toSorted(),
        detail: expect.stringContaining("20 records"),
        remedy: expect.any(String),
      },
    ]),
  );
  await expectGoldEqualsSource(environment);
  await expectBalancedLedger(environment);
  expect(await environment.run()).toMatchObject({ outcome: "succeeded", deleted: 0 });
});

test("every kind of malformed record is rejected by its rule, and resolved by a later valid version", async () => {
  await using environment = await createPipelineEnvironment(
    injectServers(),
    // The current time, so that an update can be in the future.
    { SOURCE_RECORDS: "500", SOURCE_CLOCK_NOW: "" },
    { MAX_REJECTED_PERCENT: 100 },
  );
  const rules = {
    bad_uuid: "id_not_a_uuid",
    blank_name: "workspace_name_blank",
    long_name: "workspace_name_too_long",
    negative_contacts: "total_contacts_negative",
    fractional_contacts: "total_contacts_not_an_integer",
    unknown_contact_type: "contact_type_unknown",
    unknown_status: "status_unknown",
    unreadable_timestamp: "updated_at_unreadable",
    updated_before_created: "updated_before_created",
    updated_in_future: "updated_in_the_future",
  };
  await environment.run();
  for (const kind of Object.keys(rules)) {
    await environment.admin.malform(kind, 2);
    await environment.admin.malform(kind, 2, true);
  }
  await environment.run();
  const rejects = await environment.sql<{ rule: string }[]>`
    select distinct rule from ops.rejected_records order by rule`;
  expect(rejects.map(({ rule }) => rule)).toEqual(Object.values(rules).sort());
  await environment.admin.repair(1_000);
  await calmSource(environment);
  await environment.run();
  await environment.run();
  await expectGoldEqualsSource(environment);
  await expectBalancedLedger(environment);
  const [open] = await environment.sql`
    select count(*) as rejects from ops.rejected_records
    where resolved_at is null and record_key in (select id_enriquecimento from gold.enrichments)`;
  expect(open).toEqual({ rejects: 0 });
});

test("a storm of 429s with every form of Retry-After", async () => {
  await using environment = await createPipelineEnvironment(injectServers(), { SOURCE_RECORDS: "1000" });
  await environment.admin.setFaults({
    preset: "storm",
    retry_after: { seconds: 1, date: 1, missing: 1, zero: 4, huge: 1, least: 0, extra: 1 },
  });
  const result = await environment.run();
  expect(result).toMatchObject({ outcome: "succeeded" });
  // Repeated attempts and parallel slices have recorded each field of the contract for this run.
  const [fields] = await environment.sql`
    select count(*) as fields, bool_and(last_seen_run_id = first_seen_run_id) as by_the_same_run from ops.source_fields`;
  expect(fields).toEqual({ fields: 8, by_the_same_run: true });
  await calmSource(environment);
  await environment.run();
  await expectGoldEqualsSource(environment);
  await expectBalancedLedger(environment);
});

test("500s, hangs, cut bodies, HTML and pages with duplicates", async () => {
  await using environment = await createPipelineEnvironment(injectServers(), { SOURCE_RECORDS: "1000" });
  await environment.admin.setFaults({
    server_error: 0.05,
    unanswered: 0.02,
    cut_connection: 0.02,
    cut_body: 0.02,
    html: 0.02,
    duplicated: 0.3,
  });
  await environment.run();
  await calmSource(environment);
  await environment.run();
  await expectGoldEqualsSource(environment);
  await expectBalancedLedger(environment);
});

test("a source that stops answering makes the run incomplete: read records are in gold, and the next run continues", async () => {
  await using environment = await createPipelineEnvironment(
    injectServers(),
    { SOURCE_RECORDS: "4500", SOURCE_CLOCK_SPEED: "0" },
    { SOURCE_PATIENCE_MINUTES: 0.03 },
  );
  const { admin, sql } = environment;
  await admin.setFaults({ latency_ms: { least: 100, extra: 0 } });
  const started = await environment.start();
  await vi.waitFor(
    async () => {
      const [run] = await sql`select sum(records_read) > 500 as halfway from ops.slices`;
      expect(run).toEqual({ halfway: true });
    },
    { timeout: 20_000, interval: 20 },
  );
  await admin.setFaults({ down: true });
  const interrupted = await started.result();
  expect(interrupted).toMatchObject({
    outcome: "incomplete",
    kind: "first_load",
    error: expect.stringContaining("SOURCE_PATIENCE_MINUTES"),
  });
  if (!("recordsRead" in interrupted)) throw new Error("Another run was active.");
  expect(interrupted.goldRecords).toBeGreaterThan(500);

  await admin.setFaults({ preset: "calm" });
  const next = await environment.run();
  expect(next).toMatchObject({ outcome: "succeeded", kind: "first_load" });
  if (!("recordsRead" in next)) throw new Error("Another run was active.");
  // At most two pages of each slice are read again.
  expect(next.recordsRead).toBeLessThan(next.goldRecords - interrupted.recordsRead + 800);
  await expectGoldEqualsSource(environment);
  await expectBalancedLedger(environment);
});

test("three runs at once: one runs, the others report that it is active", async () => {
  await using environment = await createPipelineEnvironment(injectServers(), { SOURCE_RECORDS: "2000" });
  const results = await Promise.all([
    environment.run(),
    environment.run({}, "linearPipeline"),
    environment.run(),
  ]);
  expect(results.map(({ outcome }) => outcome).sort()).toEqual([
    "already-running",
    "already-running",
    "succeeded",
  ]);
  await calmSource(environment);
  await environment.run({}, "linearPipeline");
  await expectGoldEqualsSource(environment);
  await expectBalancedLedger(environment);
});

test("an unknown field is recorded once and does not stop ingestion", async () => {
  await using environment = await createPipelineEnvironment(injectServers(), { SOURCE_RECORDS: "200" });
  await environment.run();
  await environment.admin.setFaults({ extra_field: true });
  await environment.admin.touch(10);
  await environment.run();
  await calmSource(environment);
  await environment.run();
  const drift = await environment.sql`
    select field, json_type from ops.source_fields where not expected`;
  expect(drift).toEqual([{ field: "score", json_type: "number" }]);
  await expectGoldEqualsSource(environment);
});

test("a field that vanishes and comes back has the run that saw it last", async () => {
  await using environment = await createPipelineEnvironment(injectServers(), {
    SOURCE_RECORDS: "200",
    SOURCE_CLOCK_SPEED: "0",
  });
  const { admin, sql } = environment;
  const runWith = async (extraField: boolean) => {
    await admin.setFaults({ extra_field: extraField });
    await admin.touch(10);
    await environment.run();
  };
  const lastSeen = async () => {
    const fields = await sql<{ field: string; run: number }[]>`
      select field, run_number as run from ops.source_fields join ops.runs on run_id = last_seen_run_id
      where field in ('score', 'status') order by field`;
    return Object.fromEntries(fields.map(({ field, run }) => [field, run]));
  };
  await runWith(false);
  expect(await lastSeen()).toEqual({ status: 1 });
  await runWith(true);
  expect(await lastSeen()).toEqual({ score: 2, status: 2 });
  await runWith(false);
  expect(await lastSeen()).toEqual({ score: 2, status: 3 });
  await runWith(true);
  expect(await lastSeen()).toEqual({ score: 4, status: 4 });
});
