import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectedFrom, readGold } from "../compare-gold.ts";
import type { SourceRecord } from "../source-admin.ts";
import { onRequest } from "./tiny-answers.ts";
import { createTinyEnvironment, type ObservedRun, type TinyEnvironment } from "./tiny-environment.ts";
import { fieldsOf, idOf, instant, job, rawJob, type TinyRecord } from "./tiny-record.ts";
import type { Listing, TinyAnswer } from "./tiny-source.ts";

/** FUZZ_SEED repeats a failure; FUZZ_RUNS sets the number of sources. */
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const RUNS = Number(process.env.FUZZ_RUNS ?? 12);
const MAX_MS = 50_000;

let environment: TinyEnvironment;
beforeAll(async () => {
  environment = await createTinyEnvironment();
});
afterAll(() => environment[Symbol.asyncDispose]());

/** Later than all creations, and within few seconds, so that many records share one. */
const updated = fc.integer({ min: 1_000, max: 1_020 }).map(instant);

const validRecords = fc
  .array(updated, { minLength: 1, maxLength: 260 })
  .map((times) => times.map((updated_at, number) => job(number, { updated_at })));

/** Text with any characters, including lone surrogates and \u0000. */
const anyText = fc.string({ unit: "binary", maxLength: 20 });
const anyJson = fc.jsonValue({ stringUnit: "binary", maxDepth: 3 });
/** Invalid UTF-8 within a closed string. */
const anyBytes = fc
  .uint8Array({ minLength: 1, maxLength: 20, min: 0x80 })
  .map((bytes) => Buffer.concat([Buffer.from([0xff]), bytes]));

/** A record that may be invalid in any way; it must not affect other records. Its number is none of a valid record. */
const oddRecord = fc.oneof(
  anyJson.map((value) => (number: number) => rawJob(number, () => JSON.stringify(value))),
  fc.tuple(fc.constantFrom(...Object.keys(fieldsOf(0)).filter((field) => field !== "id")), anyJson).map(
    ([field, value]) =>
      (number: number) =>
        job(number, { [field]: value }),
  ),
  anyText.map((note) => (number: number) => job(number, { note })),
  anyBytes.map(
    (bytes) => (number: number) =>
      rawJob(number, (json) => {
        const [before = "", after = ""] = json.split("Tech Solutions Corp");
        return Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
      }),
  ),
);
const FIRST_ODD = 900;
const oddRecords = fc
  .array(fc.tuple(oddRecord, fc.integer({ min: 1_000, max: 1_020 })), { maxLength: 8 })
  .map((made) =>
    made.map(
      ([make, seconds], index): TinyRecord => ({
        ...make(FIRST_ODD + index),
        updated: Date.parse(instant(seconds)),
      }),
    ),
  );

const listing: fc.Arbitrary<Listing> = fc.record({
  updatedSince: fc.constantFrom("inclusive", "exclusive", "ignored"),
  beyondEnd: fc.constantFrom("empty", "not found", "last page", "last page as asked", "first page"),
  largestPage: fc.constantFrom(100, 50, 30),
  tellsPageSize: fc.boolean(),
  total: fc.oneof(
    fc.constant((records: number) => records),
    fc.integer({ min: -7, max: 7 }).map((off) => (records: number) => Math.max(0, records + off)),
    fc.constant((records: number) => Math.min(150, records)),
  ),
});

const faultyAnswer: fc.Arbitrary<TinyAnswer> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => ({ status: 200, body: Buffer.from(bytes) })),
  fc.json().map((body) => ({ status: 200, body })),
  fc.constant({ status: 200, headers: { "content-length": "9999" }, body: '{"meta":', cut: true }),
  fc
    .tuple(fc.constantFrom(429, 500, 502, 503, 504), fc.string({ unit: "binary", maxLength: 50 }))
    .map(([status, body]) => ({ status, headers: { "retry-after": "0" }, body })),
);
const faults = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), faultyAnswer), { maxLength: 3 });

/** Every valid record must be in gold, and every other one in gold or rejected. */
async function expectNothingLost(good: TinyRecord[], odd: TinyRecord[], run: ObservedRun): Promise<void> {
  const ids = new Set(good.map((_, number) => idOf(number)));
  const gold = await readGold(environment.sql);
  expect(gold.filter(({ id_enriquecimento }) => ids.has(id_enriquecimento))).toEqual(
    expectedFrom(good.map(({ json }) => JSON.parse(String(json)) as SourceRecord)),
  );
  const distinct = new Set(odd.map(({ json }) => json.toString("latin1"))).size;
  expect(run.bronze).toBe(good.length + distinct);
  const [rejected] = await environment.sql<{ records: number }[]>`
    select count(distinct record_key) as records from ops.rejected_records as reject
    where resolved_at is null and not exists (select from gold.enrichments where id_enriquecimento = reject.record_key)`;
  expect(gold.length + (rejected?.records ?? 0)).toBe(run.bronze);
}

test(`random records, bytes and pages: valid records are in gold, others are in gold or rejected, and the run ends (seed ${SEED})`, {
  timeout: 3 * MAX_MS,
}, async () => {
  const property = fc.asyncProperty(
    validRecords,
    oddRecords,
    listing,
    faults,
    async (good, odd, listing, faults) => {
      await environment.reset();
      const records = [...good, ...odd];
      const middleware = faults.map(([number, answer]) => onRequest([number], answer));
      const first = await environment.run({ records, listing, middleware });
      expect(first.outcome).not.toBe("endless");
      if (first.outcome.startsWith("succeeded")) await expectNothingLost(good, odd, first);
      // Without faults, nothing may be missing.
      const second = await environment.run({ records, listing });
      expect(second).toMatchObject({ outcome: expect.stringMatching(/^succeeded/), error: null });
      await expectNothingLost(good, odd, second);
    },
  );
  await fc.assert(property, { seed: SEED, numRuns: RUNS, interruptAfterTimeLimit: MAX_MS });
});
