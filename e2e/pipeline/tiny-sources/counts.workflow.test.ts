import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { expectRun } from "./expect-run.ts";
import { refusal, replaceAnswer } from "./tiny-answers.ts";
import { createTinyEnvironment, type TinyEnvironment } from "./tiny-environment.ts";
import { idOf, instant, job, jobs, type TinyRecord } from "./tiny-record.ts";

let environment: TinyEnvironment;
beforeAll(async () => {
  environment = await createTinyEnvironment();
});
afterAll(() => environment[Symbol.asyncDispose]());
beforeEach(() => environment.reset());

const goldStates = () =>
  environment.sql`
    select id_enriquecimento as id, status_processamento as status, data_atualizacao as updated
    from gold.enrichments order by id_enriquecimento`;

test("an empty source is loaded with few requests", async () => {
  const run = await environment.run({ records: [] });
  expectRun(run, { bronze: 0, gold: 0, requests: 10 });
  expect(run.kind).toBe("first_load");
});

test("the first run is a first load, the next one incremental", async () => {
  const records = jobs(120);
  expect((await environment.run({ records })).kind).toBe("first_load");
  expect((await environment.run({ records })).kind).toBe("incremental");
});

test("deletions are detected and reported with their ids", async () => {
  const records = jobs(250);
  await environment.run({ records });
  const run = await environment.run({ records: records.slice(3) }, { kind: "reconcile" });
  expectRun(run, { bronze: 247, gold: 247, findings: ["deleted_records"] });
  expect(run.deleted).toBe(3);
  expect(run.findings[0]).toMatchObject({ records: 3, record_ids: [0, 1, 2].map(idOf) });
});

test("deletions are detected without a requested complete read", async () => {
  const records = jobs(250);
  await environment.run({ records });
  await environment.run({ records: records.slice(3) });
  const run = await environment.run({ records: records.slice(3) });
  expect(run).toMatchObject({ outcome: expect.stringMatching(/^succeeded/), bronze: 247, gold: 247 });
});

test("a job that is deleted and comes back is in gold again", async () => {
  const records = jobs(120);
  await environment.run({ records });
  await environment.run({ records: records.slice(1) }, { kind: "reconcile" });
  expectRun(await environment.run({ records }, { kind: "reconcile" }), { bronze: 120, gold: 120 });
});

test.each([7, -7])(
  "total_items wrong by %d: all listed records are loaded, the difference is a finding",
  async (difference) => {
    const listing = { total: (records: number) => Math.max(0, records + difference) };
    const run = await environment.run({ records: jobs(250), listing });
    // A dozen counts precede the complete read.
    expectRun(run, { bronze: 250, gold: 250, findings: ["count_differs"], requests: 45 });
    expectRun(await environment.run({ records: jobs(250), listing }), {
      bronze: 250,
      gold: 250,
      findings: ["count_differs"],
      requests: 20,
    });
  },
);

test("total_items capped: all records are loaded, the cap is a finding, and deletions are detected", async () => {
  const listing = { total: (records: number) => Math.min(records, 200) };
  const records = jobs(450);
  expectRun(await environment.run({ records, listing }), {
    bronze: 450,
    gold: 450,
    findings: ["total_capped"],
  });
  expectRun(await environment.run({ records, listing }), {
    bronze: 450,
    gold: 450,
    findings: ["total_capped"],
    requests: 20,
  });
  expectRun(await environment.run({ records: records.slice(5), listing }, { kind: "reconcile" }), {
    bronze: 445,
    gold: 445,
    findings: ["deleted_records", "total_capped"],
  });
});

test("a source that cannot be counted is loaded, and the run is not marked as balanced", async () => {
  // The source requires updated_since.
  const middleware = [
    replaceAnswer(
      ({ updatedSince }) => updatedSince === null,
      () => refusal("updated_since is required"),
    ),
  ];
  expectRun(await environment.run({ records: jobs(250), middleware }), {
    bronze: 250,
    gold: 250,
    findings: ["not_counted"],
  });
  const [run] = await environment.sql`select balanced from ops.runs`;
  expect(run).toEqual({ balanced: null });
});

/** A job whose id contains letters. */
const TWICE = 0xab;
const twice: [string, TinyRecord][] = [
  ["by a join", job(TWICE)],
  ["under ids that differ in case", job(TWICE, { id: idOf(TWICE).toUpperCase() })],
  ["with two states", job(TWICE, { status: "PROCESSING" })],
];
test.each(twice)(
  "a job listed twice %s is reported, deletions are detected, and gold is stable",
  async (_, again) => {
    const records = [...jobs(250), again];
    const first = await environment.run({ records });
    expectRun(first, { bronze: 250, gold: 250, findings: ["duplicate_records"] });
    expect(first.findings[0]).toMatchObject({ records: 1, record_ids: [idOf(TWICE)] });
    const shown = await goldStates();
    const second = await environment.run({ records });
    expect(second).toMatchObject({ bronze: 250, gold: 250, outcome: expect.stringMatching(/^succeeded/) });
    expect(second.requests).toBeLessThanOrEqual(20);
    expect(await goldStates()).toEqual(shown);
    const reconciled = await environment.run({ records: records.slice(5) }, { kind: "reconcile" });
    expectRun(reconciled, { bronze: 245, gold: 245, findings: ["deleted_records", "duplicate_records"] });
    expect(await goldStates()).toEqual(shown.slice(5));
  },
);

test("two records with an empty id are rejected, the others are in gold, with few requests", async () => {
  const records = [...jobs(100), job(100, { id: "" }), job(101, { id: "" })];
  const first = await environment.run({ records });
  expect(first).toMatchObject({ outcome: "succeeded_with_findings", gold: 100 });
  expect(first.findings.map(({ code }) => code)).toContain("rejected_records");
  const second = await environment.run({ records }, { kind: "reconcile" });
  expect(second).toMatchObject({ outcome: expect.stringMatching(/^succeeded/), gold: 100, deleted: 0 });
  for (const { requests } of [first, second]) expect(requests).toBeLessThanOrEqual(20);
});

test("after a restore of the source, a complete read applies the older state to gold, and bronze keeps both", async () => {
  const records = jobs(120);
  const done = job(120, { status: "COMPLETED", created_at: instant(0), updated_at: instant(1_500) });
  const restored = job(120, { status: "PROCESSING", created_at: instant(0), updated_at: instant(1_260) });
  await environment.run({ records: [...records, done] });
  expectRun(await environment.run({ records: [...records, restored] }, { kind: "reconcile" }), {
    bronze: 121,
    gold: 121,
    findings: ["rolled_back_records"],
  });
  const [shown] = await environment.sql`
    select status_processamento as status from gold.enrichments where id_enriquecimento = ${idOf(120)}`;
  expect(shown).toEqual({ status: "EM_PROCESSAMENTO" });
  const [versions] = await environment.sql`
    select count(*) as versions from bronze.enrichment_versions where record_key = ${idOf(120)}`;
  expect(versions).toEqual({ versions: 2 });
});
