import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { expectRun } from "./expect-run.ts";
import { clockAhead } from "./tiny-answers.ts";
import { createTinyEnvironment, type TinyEnvironment } from "./tiny-environment.ts";
import { fieldsOf, idOf, instant, job, jobs } from "./tiny-record.ts";

let environment: TinyEnvironment;
beforeAll(async () => {
  environment = await createTinyEnvironment();
});
afterAll(() => environment[Symbol.asyncDispose]());
beforeEach(() => environment.reset());

const HOUR_MS = 3_600_000;
const YEARS_MS = 5 * 365 * 24 * HOUR_MS;

/** The time of a source whose clock is ahead by this many milliseconds. */
const now = (ahead = 0): string => new Date(Date.now() + ahead).toISOString();

const isInGold = async (number: number): Promise<boolean> => {
  const found = await environment.sql`
    select from gold.enrichments where id_enriquecimento = ${idOf(number)} and status_processamento = 'FALHOU'`;
  return found.length === 1;
};

test.each([
  ["five years", YEARS_MS],
  ["a day and an hour", 25 * HOUR_MS],
  ["one hour", HOUR_MS],
])("a clock that is %s ahead for one run is a finding, and no later update is lost", async (_, ahead) => {
  const records = jobs(250);
  await environment.run({ records });
  const wrong = job(0, { updated_at: now(ahead) });
  const run = await environment.run({
    records: [wrong, ...records.slice(1)],
    middleware: [clockAhead(ahead)],
  });
  expect(run.findings.map(({ code }) => code)).toContain("clock_differs");
  expect(run.rejected).toEqual(ahead > 24 * HOUR_MS ? { updated_in_the_future: 1 } : {});
  expect(run.outcome).toMatch(/^succeeded/);
  const [state] = await environment.sql`
    select watermark <= now() + interval '1 minute' as "possible" from ops.warehouse_state`;
  expect(state).toEqual({ possible: true });

  const updated = job(1, { updated_at: now(), status: "FAILED" });
  const next = await environment.run({ records: [wrong, updated, ...records.slice(2)] });
  expect(next).toMatchObject({ outcome: expect.stringMatching(/^succeeded/), versionsWritten: 1 });
  expect(next.requests).toBeLessThanOrEqual(20);
  expect(await isInGold(1)).toBe(true);
});

test("a clock an hour behind is a finding, and everything is read", async () => {
  const records = jobs(250, (number) => ({
    created_at: instant(0),
    updated_at: number < 200 ? instant(number) : now(),
  }));
  expectRun(await environment.run({ records, middleware: [clockAhead(-HOUR_MS)] }), {
    bronze: 250,
    gold: 250,
    findings: ["clock_differs"],
  });
});

test("all records are later than the source's clock, by less than a day: all are in gold", async () => {
  const local = (number: number) => new Date(Date.now() + 3 * HOUR_MS - number * 1_000).toISOString();
  const records = jobs(250, (number) => ({ created_at: instant(0), updated_at: local(number) }));
  const run = await environment.run({ records });
  expect(run).toMatchObject({
    bronze: 250,
    gold: 250,
    rejected: {},
    outcome: expect.stringMatching(/^succeeded/),
  });
  expect(run.requests).toBeLessThanOrEqual(40);
});

const withoutZone = (number: number) => String(fieldsOf(number).updated_at).slice(0, -1);
test.each([
  ["without a zone", withoutZone],
  ["in year 0001", () => "0001-01-01T00:00:00Z"],
])("a source whose times are all %s is read completely and rejected by the rule", async (_, updatedAt) => {
  const records = jobs(250, (number) => ({ updated_at: updatedAt(number) }));
  const run = await environment.run({ records });
  expect(run).toMatchObject({
    outcome: "failed",
    bronze: 250,
    gold: 0,
    error: expect.stringContaining("TooManyRejects"),
  });
  expect(Object.values(run.rejected)).toEqual([250]);
  expect(run.requests).toBeLessThanOrEqual(40);
});

test("one page without valid times: its records are rejected, the others are in gold", async () => {
  const records = jobs(1_000, (number) =>
    number >= 100 && number < 200 ? { updated_at: withoutZone(number) } : {},
  );
  const run = await environment.run({ records });
  expect(run).toMatchObject({
    outcome: "succeeded_with_findings",
    bronze: 1_000,
    gold: 900,
    rejected: { updated_at_unreadable: 100 },
  });
  expect(run.requests).toBeLessThanOrEqual(60);
});
