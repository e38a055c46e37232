import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTinyEnvironment, type TinyEnvironment } from "./tiny-environment.ts";
import { idOf, instant, job, jobs } from "./tiny-record.ts";
import { type Answering, pageBody } from "./tiny-source.ts";

let environment: TinyEnvironment;
beforeAll(async () => {
  environment = await createTinyEnvironment();
});
afterAll(() => environment[Symbol.asyncDispose]());
beforeEach(() => environment.reset());

const succeeded = expect.stringMatching(/^succeeded/);

test.each(
  [25, 64, 75].flatMap((largestPage) =>
    (["inclusive", "ignored"] as const).map((updatedSince) => ({ largestPage, updatedSince })),
  ),
)(
  "pages of at most $largestPage, which nothing tells, updated_since $updatedSince: all are read",
  async (listing) => {
    const run = await environment.run({ records: jobs(250), listing });
    expect(run).toMatchObject({ outcome: succeeded, gold: 250 });
  },
);

test.each([25, 50, 64])(
  "a second of 250 records in pages of at most %d, which nothing tells",
  async (largestPage) => {
    const records = jobs(250, () => ({ updated_at: instant(1_000) }));
    const run = await environment.run({ records, listing: { largestPage } });
    expect(run).toMatchObject({ outcome: succeeded, gold: 250 });
  },
);

test.each(["inclusive", "ignored"] as const)(
  "pages of at most 50 of a source that counts nothing, updated_since %s: all are read",
  async (updatedSince) => {
    const listing = { updatedSince, largestPage: 50, total: () => null };
    const run = await environment.run({ records: jobs(250), listing });
    expect(run).toMatchObject({ outcome: succeeded, gold: 250 });
  },
);

test.each(["inclusive", "ignored"] as const)(
  "a source that is empty from now on, updated_since %s: all deleted, and the run says so",
  async (updatedSince) => {
    const listing = { updatedSince };
    await environment.run({ records: jobs(120), listing });
    const run = await environment.run({ records: [], listing }, { kind: "reconcile" });
    expect(run).toMatchObject({ gold: 0, bronze: 0, deleted: 120, outcome: "succeeded_with_findings" });
    expect(run.findings.map(({ code }) => code)).toContain("deleted_records");
  },
);

test("an empty source that gets records later: they are read", async () => {
  await environment.run({ records: [] });
  expect(await environment.run({ records: [] })).toMatchObject({ outcome: "succeeded" });
  expect(await environment.run({ records: jobs(150) })).toMatchObject({ outcome: "succeeded", gold: 150 });
});

/** Of a list without a stable order: each request sees another one. */
function shuffled() {
  let state = 7;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return <T>(list: T[]): T[] =>
    list
      .map((item) => ({ item, at: random() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ item }) => item);
}

test.each(["inclusive", "ignored"] as const)(
  "each request lists the records in another order, updated_since %s: none is deleted",
  async (updatedSince) => {
    const listing = { updatedSince, order: shuffled() };
    for (let round = 0; round < 4; round++) {
      const run = await environment.run(
        { records: jobs(450), listing },
        round > 0 ? { kind: "reconcile" } : {},
      );
      expect.soft(run.outcome).not.toBe("endless");
      expect.soft(run).toMatchObject({ deleted: 0 });
    }
  },
);

test("one false answer in a complete read deletes nothing, where the incremental reading went by pages", async () => {
  const records = jobs(600);
  const listing = { order: <T>(found: T[]) => found.toReversed() };
  await environment.run({ records, listing });
  let told = false;
  const answering: Answering[] = [
    (request, list) => {
      if (told || request.page !== 5 || request.limit !== 100) return list(request);
      told = true;
      const meta = { current_page: 5, items_per_page: 100, total_items: 0, total_pages: 0 };
      return { status: 200, body: pageBody(meta, []) };
    },
  ];
  // Oldest one deleted: counts differ, and the run reads everything.
  const run = await environment.run({ records: records.slice(1), listing, answering });
  expect(told).toBe(true);
  expect(run).toMatchObject({ bronze: 599, gold: 599, deleted: 1 });
});

test("a change that keeps updated_at is in gold after a complete read", async () => {
  const records = jobs(120);
  await environment.run({ records });
  const changed = [job(0, { workspace_name: "Renamed" }), ...records.slice(1)];
  await environment.run({ records: changed }, { kind: "reconcile" });
  const [shown] = await environment.sql`
    select nome_workspace as name from gold.enrichments where id_enriquecimento = ${idOf(0)}`;
  expect(shown).toEqual({ name: "Renamed" });
});

test("a restore of all records to an earlier state: gold follows in one complete read", async () => {
  const later = jobs(250, (number) => ({ updated_at: instant(number + 5_000) }));
  await environment.run({ records: later });
  const run = await environment.run(
    { records: jobs(250, () => ({ status: "PROCESSING" })) },
    { kind: "reconcile" },
  );
  expect(run).toMatchObject({ outcome: succeeded, gold: 250, deleted: 0 });
  const statuses = await environment.sql`
    select distinct status_processamento as status from gold.enrichments`;
  expect([...statuses]).toEqual([{ status: "EM_PROCESSAMENTO" }]);
  // And what is changed after the restore is read, though it is earlier than what was read before.
  const next = await environment.run({
    records: [
      ...jobs(249, () => ({ status: "PROCESSING" })),
      job(249, { status: "COMPLETED", updated_at: instant(320) }),
    ],
  });
  expect(next).toMatchObject({ outcome: succeeded, versionsWritten: 1 });
});

test("updated_since is honoured until the middle of a load, then ignored: all are read", async () => {
  let pages = 0;
  const answering: Answering[] = [
    (request, list) =>
      list(request.limit === 100 && ++pages > 3 ? { ...request, updatedSince: null } : request),
  ];
  const run = await environment.run({ records: jobs(650), answering });
  expect(run).toMatchObject({ outcome: succeeded, gold: 650, deleted: 0 });
});

test("total_items is that of the page: all are read", async () => {
  const answering: Answering[] = [
    async (request, list) => {
      const { body } = await list(request);
      const { meta, data } = JSON.parse(String(body));
      return { status: 200, body: JSON.stringify({ meta: { ...meta, total_items: data.length }, data }) };
    },
  ];
  const run = await environment.run({ records: jobs(250), answering });
  expect(run).toMatchObject({ gold: 250, deleted: 0 });
  expect(run.outcome).not.toBe("endless");
});
