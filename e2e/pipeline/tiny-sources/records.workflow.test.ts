import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ExpectedRun, expectRun } from "./expect-run.ts";
import { createTinyEnvironment, type TinyEnvironment } from "./tiny-environment.ts";
import { fieldsOf, instant, job, jobs, rawJob, replacing, type TinyRecord } from "./tiny-record.ts";

let environment: TinyEnvironment;
beforeAll(async () => {
  environment = await createTinyEnvironment();
});
afterAll(() => environment[Symbol.asyncDispose]());
beforeEach(() => environment.reset());

interface Row {
  title: string;
  records: TinyRecord[];
  expected: ExpectedRun;
}

const ZERO_TIME = "0001-01-01T00:00:00Z";

/** Jobs of which the first one has other fields. */
const among = (count: number, changes: Record<string, unknown>): TinyRecord[] =>
  replacing(jobs(count), job(0, changes));

/** A hundred jobs of which the first ones have these changes. */
const eachOf = (changes: Record<string, unknown>[]): TinyRecord[] =>
  replacing(jobs(100), ...changes.map((fields, number) => job(number, fields)));

/** One job is rejected by the rule, the others are in gold. */
const oneRejected = (count: number, rule: string): ExpectedRun => ({
  bronze: count,
  gold: count - 1,
  rejected: { [rule]: 1 },
});

const allInGold = (count: number): ExpectedRun => ({ bronze: count, gold: count });

const unstorable: Row[] = [
  ...[
    "id",
    "id_workspace",
    "workspace_name",
    "contact_type",
    "status",
    "created_at",
    "updated_at",
    "note",
  ].map((field) => ({
    title: `\\u0000 in ${field} of the first record rejects only that record`,
    records: among(100, { [field]: `${fieldsOf(0)[field] ?? ""}\u0000` }),
    expected: oneRejected(100, "payload_not_readable"),
  })),
  ...["workspace_name", "note"].map((field) => ({
    title: `a lone surrogate in ${field} of the first record rejects only that record`,
    records: among(100, { [field]: "\ud83d" }),
    expected: oneRejected(100, "payload_not_readable"),
  })),
  {
    title: "an escaped backslash and a lone surrogate reject only that record",
    records: replacing(
      jobs(100),
      rawJob(0, (json) => json.replace("Tech Solutions", String.raw`X\\ud83d\ude00`)),
    ),
    expected: oneRejected(100, "payload_not_readable"),
  },
  {
    title: "an array 20,000 deep in one of five records rejects only that record",
    records: replacing(
      jobs(5),
      rawJob(0, (json) => json.replace("{", `{"tree":${"[".repeat(20_000)}${"]".repeat(20_000)},`)),
    ),
    expected: oneRejected(5, "payload_not_readable"),
  },
  {
    title: "\\u0000 in every tenth record rejects those",
    records: jobs(100, (number) => (number % 10 === 0 ? { note: "\u0000" } : {})),
    expected: { bronze: 100, gold: 90, rejected: { payload_not_readable: 10 } },
  },
];

const times: Row[] = [
  ...[ZERO_TIME, "1969-12-31T23:59:59Z"].flatMap((updated_at) =>
    [101, 351].map((count) => ({
      title: `updated_at ${updated_at} in one of ${count} rejects only that record`,
      records: among(count, { updated_at }),
      expected: oneRejected(count, "updated_at_implausible"),
    })),
  ),
  ...[ZERO_TIME, "1970-01-01T00:00:00Z", "1900-01-01T00:00:00Z"].map((created_at) => ({
    title: `created_at ${created_at} in one of 100 rejects only that record`,
    records: among(100, { created_at }),
    expected: oneRejected(100, "created_at_implausible"),
  })),
  {
    title: "an updated_at in 9999 rejects only that record",
    records: among(100, { updated_at: "9999-12-31T00:00:00Z" }),
    expected: oneRejected(100, "updated_in_the_future"),
  },
  ...[
    ["without seconds", { created_at: "2025-06-10T11:00Z", updated_at: "2025-06-10T12:00Z" }],
    ["with microseconds", { updated_at: "2025-06-10T13:00:00.123456Z" }],
    ["with an offset", { created_at: "2025-06-10T08:00:00-03:00", updated_at: "2025-06-10T09:00:00-03:00" }],
    ["with an offset without a colon", { updated_at: "2025-06-10T13:00:00+0000" }],
    ["with an offset of zero", { updated_at: "2025-06-10T13:00:00+00:00" }],
    ["without seconds and with an offset", { updated_at: "2025-06-10T10:00-03:00" }],
    ["on 29 February", { created_at: "2024-02-29T00:00:00Z", updated_at: "2024-02-29T23:59:59Z" }],
  ].map(([form, changes]) => ({
    title: `a time ${form} is valid ISO 8601: in gold`,
    records: among(100, changes as Record<string, unknown>),
    expected: allInGold(100),
  })),
  {
    title: "updated_at that is not a time: each record is rejected",
    records: eachOf(
      [
        ..."infinity yesterday 20250610 2025-02-29T00:00:00Z 2025-06-10T25:00:00Z 294277-01-01T00:00:00Z".split(
          " ",
        ),
        ...["", null, 1_749_556_800, true, {}, []],
      ].map((updated_at) => ({ updated_at })),
    ),
    expected: { bronze: 100, gold: 88, rejected: { updated_at_unreadable: 12 } },
  },
  {
    title: "updated some microseconds before it was created: in gold",
    records: jobs(100, (number) =>
      number % 7 === 0
        ? { created_at: "2025-06-10T12:00:00.000500Z", updated_at: "2025-06-10T12:00:00.000100Z" }
        : {},
    ),
    expected: allInGold(100),
  },
  {
    title: "updated two seconds before it was created: rejected",
    records: among(100, { created_at: instant(10), updated_at: instant(8) }),
    expected: oneRejected(100, "updated_before_created"),
  },
];

const values: Row[] = [
  {
    title: "a value that breaks a rule rejects only its record, by that rule",
    records: eachOf([
      { total_contacts: "12" },
      { total_contacts: 2_147_483_648 },
      { total_contacts: null },
      { total_contacts: -1 },
      { id: "" },
      { id: 42 },
      { id: null },
      { id_workspace: "{e6bb64bf-46e4-410d-8406-c61e267ea607}" },
      { workspace_name: "\u00a0\u2003" },
      { workspace_name: { text: "Corp" } },
      { status: "completed" },
      { contact_type: ["PERSON"] },
    ]),
    expected: {
      bronze: 100,
      gold: 88,
      rejected: {
        total_contacts_not_an_integer: 3,
        total_contacts_negative: 1,
        id_not_a_uuid: 3,
        id_workspace_not_a_uuid: 1,
        workspace_name_blank: 2,
        status_unknown: 1,
        contact_type_unknown: 1,
      },
    },
  },
  {
    title: "total_contacts 1e400 rejects only that record",
    records: replacing(
      jobs(100),
      rawJob(0, (json) => json.replace(":1500,", ":1e400,")),
    ),
    expected: oneRejected(100, "total_contacts_not_an_integer"),
  },
  {
    title: "JSON values instead of records are rejected, the records are in gold",
    records: replacing(
      jobs(100),
      ...["null", "42", '"text"', "[]", "true"].map((json, number) => rawJob(number, () => json)),
      rawJob(5, () => "{}"),
    ),
    expected: { bronze: 100, gold: 94, rejected: { payload_not_readable: 5, id_not_a_uuid: 1 } },
  },
  {
    title: "unknown fields of any name, size and depth: in gold",
    records: replacing(
      jobs(100),
      rawJob(0, (json) => json.replace("{", '{"__proto__":{"id":1},"constructor":null,"":[],')),
      rawJob(1, (json) => json.replace("{", `{"big":${JSON.stringify("x".repeat(1_000_000))},`)),
      rawJob(2, (json) => json.replace("{", `{"deep":${"[".repeat(50)}${"]".repeat(50)},`)),
      rawJob(3, (json) => json.replace("{", '{ "huge" : 1e400 ,\n\t')),
    ),
    expected: allInGold(100),
  },
];

describe.each([
  ["records that PostgreSQL cannot store", unstorable],
  ["times", times],
  ["values", values],
])("%s", (_, rows) => {
  test.each(rows)("$title", async ({ records, expected }) => {
    expectRun(await environment.run({ records }), expected);
  });
});

test("bronze keeps each record's bytes, also next to one that cannot be stored", async () => {
  const written = ['"ext":9007199254740993', '"ext":1.10', '"ext":1e400', '"status":"FAILED"'];
  const records = replacing(
    jobs(100),
    job(0, { note: "\u0000" }),
    ...written.map((field, index) => rawJob(index + 1, (json) => json.replace("{", `{ ${field} ,`))),
  );
  expectRun(await environment.run({ records }), oneRejected(100, "payload_not_readable"));
  const stored = await environment.sql<
    { text: string }[]
  >`select payload::text as text from bronze.enrichments`;
  const texts = new Set(stored.map(({ text }) => text));
  for (const { json } of records.slice(1, 10)) expect(texts).toContain(String(json));
});

test("a record that cannot be stored does not stop later runs when it is the first one read", async () => {
  const records = jobs(100);
  await environment.run({ records });
  const first = job(100, { note: "\u0000", created_at: instant(0), updated_at: instant(59) });
  expectRun(await environment.run({ records: [...records, first, job(101)] }), {
    bronze: 102,
    gold: 101,
    rejected: { payload_not_readable: 1 },
  });
});

test("runs after a record with updated_at in 9999 stay incremental", async () => {
  const records = [...jobs(350), job(350, { updated_at: "9999-12-31T00:00:00Z" })];
  await environment.run({ records });
  const run = await environment.run({ records: [...records, job(351)] });
  expect(run).toMatchObject({ bronze: 352, gold: 351, kind: "incremental", versionsWritten: 1 });
  expect(run.requests).toBeLessThanOrEqual(20);
});

test.each([
  ["a record with a zero updated_at", { updated_at: ZERO_TIME }],
  ["a record that cannot be stored", { note: "\u0000" }],
])("%s does not make later runs read everything", async (_, changes) => {
  const records = replacing(jobs(600), job(0, changes));
  expectRun(await environment.run({ records }), {
    bronze: 600,
    gold: 599,
    rejected: { ["note" in changes ? "payload_not_readable" : "updated_at_implausible"]: 1 },
  });
  for (let again = 0; again < 2; again++) {
    const run = await environment.run({ records });
    expect(run).toMatchObject({
      outcome: expect.stringMatching(/^succeeded/),
      kind: "incremental",
      versionsWritten: 0,
      deleted: 0,
    });
    expect(run.requests).toBeLessThanOrEqual(15);
  }
});

test.each([
  [
    "no zone",
    (number: number) => ({ updated_at: instant(number + 60).slice(0, -1) }),
    "updated_at_unreadable",
  ],
  ["a status renamed", () => ({ status: "DONE" }), "status_unknown"],
])("%s in every record: every run fails and reports the rule", async (_, changes, rule) => {
  const records = jobs(100, changes);
  for (let runs = 0; runs < 2; runs++) {
    const run = await environment.run({ records });
    expect(run).toMatchObject({ outcome: "failed", bronze: 100, gold: 0, rejected: { [rule]: 100 } });
    expect(run.error).toMatch(/TooManyRejects.*100/);
    expect(run.findings.map(({ code }) => code)).toContain("rejected_records");
    expect(run.findings.map(({ code }) => code)).not.toContain("updated_since_ignored");
  }
});

test("a record fixed at the source is in gold after the next run, and its reject is resolved", async () => {
  const broken = among(100, { note: "\u0000" });
  await environment.run({ records: broken });
  expectRun(
    await environment.run({ records: [...broken.slice(1), job(0, { updated_at: instant(500) })] }),
    allInGold(100),
  );
});
