import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTinyEnvironment, type TinyEnvironment } from "./tiny-environment.ts";
import { idOf, instant, job, jobs } from "./tiny-record.ts";
import { type Middleware, pageBody } from "./tiny-source.ts";

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
  "pages have at most $largestPage records, unannounced, updated_since $updatedSince: all are read",
  async (listing) => {
    const run = await environment.run({ records: jobs(250), listing });
    expect(run).toMatchObject({ outcome: succeeded, gold: 250 });
  },
);

test.each([25, 50, 64])(
  "250 records in one second, pages have at most %d, unannounced: all are read",
  async (largestPage) => {
    const records = jobs(250, () => ({ updated_at: instant(1_000) }));
    const run = await environment.run({ records, listing: { largestPage } });
    expect(run).toMatchObject({ outcome: succeeded, gold: 250 });
  },
);

test.each(["inclusive", "ignored"] as const)(
  "pages have at most 50 records and no total, updated_since %s: all are read",
  async (updatedSince) => {
    const listing = { updatedSince, largestPage: 50, total: () => null };
    const run = await environment.run({ records: jobs(250), listing });
    expect(run).toMatchObject({ outcome: succeeded, gold: 250 });
  },
);

test.each(["inclusive", "ignored"] as const)(
  "all records are deleted at the source, updated_since %s: gold is empty, with a finding",
  async (updatedSince) => {
    const listing = { updatedSince };
    await environment.run({ records: jobs(120), listing });
    const run = await environment.run({ records: [], listing }, { kind: "reconcile" });
    expect(run).toMatchObject({ gold: 0, bronze: 0, deleted: 120, outcome: "succeeded_with_findings" });
    expect(run.findings.map(({ code }) => code)).toContain("deleted_records");
  },
);

test("records of a source that was empty before are read", async () => {
  await environment.run({ records: [] });
  expect(await environment.run({ records: [] })).toMatchObject({ outcome: "succeeded" });
  expect(await environment.run({ records: jobs(150) })).toMatchObject({ outcome: "succeeded", gold: 150 });
});

/** Returns a function that lists records in another order each time. */
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
  "each request lists the records in another order, updated_since %s: no record is deleted",
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

test("one wrong answer in a complete read deletes nothing, if the incremental read was by page number", async () => {
  const records = jobs(600);
  const listing = { order: <T>(found: T[]) => found.toReversed() };
  await environment.run({ records, listing });
  let wasSent = false;
  const middleware: Middleware[] = [
    (request, list) => {
      if (wasSent || request.page !== 5 || request.limit !== 100) return list(request);
      wasSent = true;
      const meta = { current_page: 5, items_per_page: 100, total_items: 0, total_pages: 0 };
      return { status: 200, body: pageBody(meta, []) };
    },
  ];
  // The oldest record is deleted, so the counts differ and the run reads everything.
  const run = await environment.run({ records: records.slice(1), listing, middleware });
  expect(wasSent).toBe(true);
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

test("all records are restored to an earlier state: gold has it after one complete read", async () => {
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
  // A change after the restore is read, although it is earlier than the watermark before.
  const next = await environment.run({
    records: [
      ...jobs(249, () => ({ status: "PROCESSING" })),
      job(249, { status: "COMPLETED", updated_at: instant(320) }),
    ],
  });
  expect(next).toMatchObject({ outcome: succeeded, versionsWritten: 1 });
});

test("the source ignores updated_since from the middle of a load: all are read", async () => {
  let pages = 0;
  const middleware: Middleware[] = [
    (request, list) =>
      list(request.limit === 100 && ++pages > 3 ? { ...request, updatedSince: null } : request),
  ];
  const run = await environment.run({ records: jobs(650), middleware });
  expect(run).toMatchObject({ outcome: succeeded, gold: 650, deleted: 0 });
});

test("total_items counts only the page: all are read", async () => {
  const middleware: Middleware[] = [
    async (request, list) => {
      const { body } = await list(request);
      const { meta, data } = JSON.parse(String(body));
      return { status: 200, body: JSON.stringify({ meta: { ...meta, total_items: data.length }, data }) };
    },
  ];
  const run = await environment.run({ records: jobs(250), middleware });
  expect(run).toMatchObject({ gold: 250, deleted: 0 });
  expect(run.outcome).not.toBe("endless");
});
