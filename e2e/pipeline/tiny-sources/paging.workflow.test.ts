import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ExpectedRun, expectRun } from "./expect-run.ts";
import { refusal, refusesPagesAbove, refusesYearsOutside, replaceAnswer } from "./tiny-answers.ts";
import { createTinyEnvironment, type TinyEnvironment } from "./tiny-environment.ts";
import { instant, job, jobs, type TinyRecord } from "./tiny-record.ts";
import type { Middleware, TinyService } from "./tiny-source.ts";

let environment: TinyEnvironment;
beforeAll(async () => {
  environment = await createTinyEnvironment();
});
afterAll(() => environment[Symbol.asyncDispose]());
beforeEach(() => environment.reset());

/** Jobs of which `ofEach` share each second. */
const jobsSharingSeconds = (count: number, ofEach: number): TinyRecord[] =>
  jobs(count, (number) => ({ updated_at: instant(count + Math.floor(number / ofEach)) }));

type Row = Omit<TinyService, "records"> & {
  title: string;
  records?: TinyRecord[];
  count?: number;
  expected?: Partial<ExpectedRun>;
};

const ignored = { findings: ["updated_since_ignored"] };

const beyondTheEnd: Row[] = (
  ["empty", "not found", "last page", "last page as asked", "first page"] as const
).flatMap((beyondEnd) => [
  { title: `200 records, page after the last: ${beyondEnd}`, count: 200, listing: { beyondEnd } },
  ...[100, 200].map((count) => ({
    title: `${count} records read by page number, page after the last: ${beyondEnd}`,
    count,
    listing: { beyondEnd, updatedSince: "ignored" as const },
    expected: ignored,
  })),
]);

const reduced = { findings: ["page_size_reduced"] };
const pageSizes: Row[] = [
  ...[100, 120].flatMap((count) => [
    {
      title: `a limit above 50 is refused: ${count} records are read in pages of 50`,
      count,
      middleware: [refusesPagesAbove(50)],
      expected: reduced,
    },
    {
      title: `at most 50 on a page, announced by items_per_page: ${count} records are read`,
      count,
      listing: { largestPage: 50, tellsPageSize: true },
      expected: reduced,
    },
    {
      title: `at most 50 on a page, unannounced: ${count} records are read`,
      count,
      listing: { largestPage: 50 },
      expected: reduced,
    },
  ]),
  {
    title: "pages of one record: 12 records are read",
    count: 12,
    listing: { largestPage: 1, tellsPageSize: true },
    expected: { ...reduced, requests: 80 },
  },
];

const sinceTimes: Row[] = [
  { title: "updated_since in 1970 and 9999 is refused", middleware: [refusesYearsOutside(2000, 2100)] },
  {
    title: "updated_since is refused outside the year of the records",
    middleware: [refusesYearsOutside(2025, 2025)],
  },
  {
    title: "updated_since is always refused: read by page number",
    middleware: [
      replaceAnswer(
        ({ updatedSince }) => updatedSince !== null,
        () => refusal("unknown parameter updated_since"),
      ),
    ],
    expected: ignored,
  },
  {
    title: "updated_since is ignored: read by page number",
    listing: { updatedSince: "ignored" },
    expected: ignored,
  },
  {
    title: "updated_since is exclusive, and each second has 70 records",
    records: jobsSharingSeconds(250, 70),
    listing: { updatedSince: "exclusive" },
    expected: { findings: ["updated_since_exclusive"] },
  },
  {
    title: "updated_since is exclusive, and all records have the same time",
    records: jobsSharingSeconds(250, 250),
    listing: { updatedSince: "exclusive" },
    expected: { findings: ["updated_since_exclusive"] },
  },
  { title: "250 records in one second", records: jobsSharingSeconds(250, 250) },
  { title: "a second of exactly one page", records: jobsSharingSeconds(200, 100) },
  {
    title: "250 records in one second with different microseconds",
    records: jobs(250, (number) => ({
      updated_at: `2025-06-10T13:00:00.${String(number).padStart(6, "0")}Z`,
    })),
  },
  {
    title: "times with an offset",
    records: jobs(250, (number) => ({
      updated_at: instant(number - 3 * 3_600 + 60).replace("Z", "-03:00"),
    })),
  },
];

/** The order does not follow `updated_at`. */
const unordered = { findings: ["unreadable_times"] };
const orders: Row[] = [
  {
    title: "newest first: every record is read",
    listing: { order: (found) => found.toReversed() },
    expected: unordered,
  },
  {
    title: "ordered by creation even with updated_since: every record is read",
    records: jobs(250, (number) => ({ updated_at: instant(1_000 - number) })),
    listing: { order: (found) => found.toSorted((a, b) => a.created - b.created) },
    expected: unordered,
  },
];

describe.each([
  ["page after the last", beyondTheEnd],
  ["page size", pageSizes],
  ["updated_since", sinceTimes],
  ["order", orders],
])("%s", (_, rows) => {
  test.each(rows)("$title", async ({ count = 250, records = jobs(count), expected, ...service }) => {
    expectRun(await environment.run({ ...service, records }), {
      bronze: records.length,
      gold: records.length,
      ...expected,
    });
    // The next run reads only the changes.
    const changed = [
      ...records,
      job(900, { updated_at: instant(20_000) }),
      job(1, { updated_at: instant(20_000) }),
    ].filter((record) => record !== records[1]);
    const next = await environment.run({ ...service, records: changed });
    expect(next).toMatchObject({
      outcome: expect.stringMatching(/^succeeded/),
      versionsWritten: 2,
      bronze: records.length + 1,
      gold: records.length + 1,
      deleted: 0,
    });
  });
});

test.each(
  (["not found", "last page"] as const).flatMap((beyondEnd) =>
    (["inclusive", "ignored"] as const).map((updatedSince) => ({ beyondEnd, updatedSince })),
  ),
)(
  "after most records were deleted, gold has the rest; page after the last: $beyondEnd, updated_since: $updatedSince",
  async (listing) => {
    const records = jobs(250);
    await environment.run({ records, listing });
    await environment.run({ records: records.slice(0, 100), listing });
    const run = await environment.run({ records: records.slice(0, 100), listing });
    expect(run).toMatchObject({ outcome: expect.stringMatching(/^succeeded/), bronze: 100, gold: 100 });
    expect(run.requests).toBeLessThanOrEqual(30);
  },
);

test("a source that answers every page with the first one: the run ends and reports missing records", async () => {
  const middleware: Middleware[] = [(request, list) => list({ ...request, page: 1, updatedSince: null })];
  const run = await environment.run({ records: jobs(250), middleware });
  expect(run.outcome).toMatch(/^(succeeded_with_findings|incomplete|failed)$/);
  expect(run).toMatchObject({ bronze: 100, gold: 100 });
  expect(run.requests).toBeLessThanOrEqual(60);
});
