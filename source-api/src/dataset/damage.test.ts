import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyEvents, live } from "../testing/dataset-events.ts";
import { compare, everything, HOUR, readAll, setUp, start } from "../testing/test-dataset.ts";
import type { Dataset } from "./dataset.ts";
import { interventionSchema } from "./intervention-schema.ts";
import type { EnrichmentRecord } from "./record.ts";
import { formatTimestamp } from "./timestamp.ts";
import { tally } from "./truth.ts";

/** Times of updates, from the first to the last, since which a list is read in each example. */
const BOUNDARIES = 6;

function began() {
  const { dataset, recorded } = setUp();
  dataset.advanceTo(start + 5);
  const now = formatTimestamp(dataset.now);
  return { dataset, recorded, now };
}

/** As many records as asked, oldest first, that have ended; what is done to them is not overtaken by their plans. */
function endedRecords(dataset: Dataset, count: number): EnrichmentRecord[] {
  return readAll(dataset, 0)
    .records.filter(({ status }) => status === "COMPLETED")
    .slice(0, count);
}

const idsOf = (records: readonly EnrichmentRecord[]) => records.map(({ id }) => id);
const listedIds = (dataset: Dataset) => idsOf(readAll(dataset, undefined).records);
const secondsAgo = (dataset: Dataset, seconds: number) => formatTimestamp(dataset.now - seconds);

/** The newest of the entries of each record. */
function newestById(entries: readonly EnrichmentRecord[]): Map<string, EnrichmentRecord> {
  const inOrder = entries.toSorted((a, b) => compare([a.id, a.updated_at], [b.id, b.updated_at]));
  return new Map(inOrder.map((entry) => [entry.id, entry]));
}

describe("lose", () => {
  it("leaves records out of lists, totals and truth until unhide lists them as they were", () => {
    const { dataset } = began();
    const before = everything(dataset);
    const { count } = dataset;
    const ids = idsOf(endedRecords(dataset, 3));
    expect(dataset.intervene({ type: "lose", target: { ids } })).toMatchObject({ affected: 3, ids });
    expect(dataset.count).toBe(count - 3);
    expect(dataset.truth()).toMatchObject({ count: count - 3, well_formed: { count: count - 3 } });
    expect(dataset.page({ page: 1, limit: 1, updatedSince: 0 }).total).toBe(count - 3);
    expect(listedIds(dataset).filter((id) => ids.includes(id))).toEqual([]);
    for (const id of ids) expect([dataset.record(id), dataset.history(id)]).toEqual([undefined, undefined]);

    expect(dataset.intervene({ type: "unhide", target: { ids: ids.slice(0, 1) } })).toMatchObject({
      affected: 1,
      ids: ids.slice(0, 1),
    });
    expect(dataset.intervene({ type: "unhide", target: { count: 5 } }).ids).toEqual(ids.slice(1));
    expect(everything(dataset)).toBe(before);
  });

  it("ends by itself when the time is over, by the dataset's clock", () => {
    const { dataset } = began();
    const records = endedRecords(dataset, 2);
    dataset.intervene({ type: "lose", target: { ids: idsOf(records) }, for_seconds: 100 });
    dataset.advanceTo(start + 104);
    expect(dataset.record(records[0]?.id ?? "")).toBeUndefined();
    dataset.advanceTo(start + 105);
    expect(records.map(({ id }) => dataset.record(id))).toEqual(records);
    expect(dataset.intervene({ type: "unhide", target: { count: 5 } }).affected).toBe(0);
  });

  it("lets a job that runs go on unseen", () => {
    const { dataset } = began();
    const { ids } = dataset.intervene({ type: "create", count: 10 });
    dataset.intervene({ type: "lose", target: { ids } });
    dataset.advanceTo(start + 72 * HOUR);
    dataset.intervene({ type: "unhide", target: { ids } });
    for (const id of ids) {
      expect(dataset.record(id)?.status).not.toBe("PROCESSING");
      expect(dataset.history(id)?.at(-1)).toEqual(dataset.record(id));
    }
  });

  it("keeps records out of reach of everything but unhide", () => {
    const { dataset } = began();
    const { ids } = dataset.intervene({ type: "malform", kind: "blank_name", count: 3, fresh: true });
    dataset.intervene({ type: "lose", target: { ids } });
    expect(dataset.truth().malformed).toEqual([]);
    for (const type of ["delete", "repair", "lose", "double", "undouble"] as const)
      expect(dataset.intervene({ type, target: { ids } }).affected).toBe(0);
    expect(dataset.intervene({ type: "repair", target: { count: 3 } }).affected).toBe(0);
    dataset.intervene({ type: "unhide", target: { ids } });
    expect(dataset.truth().malformed.map(({ id }) => id)).toEqual(ids);
  });
});

describe("double", () => {
  it("lists what a record was before beside what it is, until undouble", () => {
    const { dataset } = began();
    const before = everything(dataset);
    const [record] = endedRecords(dataset, 1);
    const { id, updated_at = "" } = record ?? { id: "" };
    const { count, well_formed } = dataset.truth();
    expect(dataset.intervene({ type: "double", target: { ids: [id] } }).ids).toEqual([id]);

    const earlier = dataset.history(id)?.at(-2);
    const entries = readAll(dataset, undefined).records.filter((entry) => entry.id === id);
    expect(entries).toEqual([earlier, record]);
    expect(readAll(dataset, 0).records.filter((entry) => entry.id === id)).toEqual([earlier, record]);
    const since = Date.parse(updated_at) / 1000;
    expect(readAll(dataset, since).records.filter((entry) => entry.id === id)).toEqual([record]);
    expect(dataset.record(id)).toEqual(record);
    expect(dataset.truth()).toMatchObject({ count: count + 1, listed_twice: 1, well_formed });
    expect([...dataset.cleanRecords()].filter((entry) => entry.id === id)).toEqual([record]);
    expect(dataset.intervene({ type: "double", target: { ids: [id] } }).affected).toBe(0);

    expect(dataset.intervene({ type: "undouble", target: { count: 9 } }).ids).toEqual([id]);
    expect(everything(dataset)).toBe(before);
  });

  it("leaves the second entry as it is when the record goes on", () => {
    const { dataset, now } = began();
    const { ids } = dataset.intervene({ type: "double", target: { ids: idsOf(endedRecords(dataset, 1)) } });
    const [second] = readAll(dataset, undefined).records.filter(({ id }) => ids.includes(id));
    dataset.intervene({ type: "touch", count: dataset.count });
    const entries = readAll(dataset, 0).records.filter(({ id }) => ids.includes(id));
    expect(entries[0]).toEqual(second);
    expect(entries[1]?.updated_at).toBe(now);
  });

  it("loses, shows and deletes both entries", () => {
    const { dataset } = began();
    const { count } = dataset;
    const { ids } = dataset.intervene({ type: "double", target: { count: 4 } });
    const doubled = readAll(dataset, undefined);
    expect(doubled.total).toBe(count + 4);
    dataset.intervene({ type: "lose", target: { ids } });
    expect(dataset.truth()).toMatchObject({ count: count - 4, listed_twice: 0 });
    expect(dataset.intervene({ type: "undouble", target: { count: 4 } }).affected).toBe(0);
    dataset.intervene({ type: "unhide", target: { ids } });
    expect(readAll(dataset, undefined)).toEqual(doubled);
    dataset.intervene({ type: "delete", target: { ids } });
    expect(dataset.truth()).toMatchObject({ count: count - 4, listed_twice: 0 });
  });

  it("passes over jobs that have never been anything else", () => {
    const { dataset } = began();
    const { ids } = dataset.intervene({ type: "create", count: 3 });
    expect(dataset.intervene({ type: "double", target: { ids } }).affected).toBe(0);
  });
});

describe("restore", () => {
  it("puts records back to what they were, in lists, truth and history", () => {
    const { dataset } = began();
    const records = endedRecords(dataset, 3);
    const ids = idsOf(records);
    const before = dataset.truth();
    dataset.advanceTo(start + 10);
    dataset.intervene({ type: "bulk-update", count: dataset.count });
    expect(dataset.intervene({ type: "restore", target: { ids }, seconds: 5 }).ids).toEqual(ids);
    expect(ids.map((id) => dataset.record(id))).toEqual(records);
    expect(ids.map((id) => dataset.history(id)?.at(-1))).toEqual(records);
    expect(idsOf(readAll(dataset, start + 10).records).filter((id) => ids.includes(id))).toEqual([]);
    expect(dataset.truth().well_formed.total_contacts).toBe(
      before.well_formed.total_contacts + before.count - 3,
    );
    dataset.intervene({ type: "restore", target: { count: 1_000_000 }, seconds: 5 });
    expect(dataset.truth().well_formed.digest).toBe(before.well_formed.digest);
    expect(dataset.intervene({ type: "restore", target: { count: 1_000_000 }, seconds: 5 }).affected).toBe(0);
  });

  it("takes back the last update where no time is named", () => {
    const { dataset } = began();
    const ids = idsOf(endedRecords(dataset, 3));
    const before = ids.map((id) => dataset.history(id)?.at(-2));
    expect(dataset.intervene({ type: "restore", target: { ids }, seconds: undefined }).ids).toEqual(ids);
    expect(ids.map((id) => dataset.record(id))).toEqual(before);
    expect(dataset.intervene({ type: "restore", target: { count: 20 }, seconds: undefined }).affected).toBe(
      20,
    );
  });

  it("takes back what jobs did by themselves, and they do not do it again", () => {
    const { dataset } = began();
    const { ids } = dataset.intervene({ type: "create", count: 30 });
    const born = ids.map((id) => dataset.record(id));
    dataset.advanceTo(start + 24 * HOUR);
    const ended = ids.filter((id) => dataset.record(id)?.status === "COMPLETED");
    expect(dataset.intervene({ type: "restore", target: { ids }, seconds: 24 * HOUR - 5 }).ids).toEqual(ids);
    expect(ids.map((id) => dataset.record(id))).toEqual(born);
    for (let minute = 0; minute < 24 * 60; minute++) dataset.advanceTo(dataset.now + 60);
    expect(ended.map((id) => dataset.record(id)?.status)).toEqual(ended.map(() => "PROCESSING"));
  });

  it("lets what is yet to come happen at its time", () => {
    const { dataset } = began();
    const { ids } = dataset.intervene({ type: "create", count: 10 });
    const { dataset: undisturbed } = began();
    undisturbed.intervene({ type: "create", count: 10 });
    dataset.advanceTo(start + 15);
    dataset.intervene({ type: "bulk-update", count: dataset.count });
    dataset.intervene({ type: "restore", target: { ids }, seconds: 5 });
    dataset.advanceTo(start + 72 * HOUR);
    undisturbed.advanceTo(start + 72 * HOUR);
    expect(ids.map((id) => dataset.record(id))).toEqual(ids.map((id) => undisturbed.record(id)));
  });

  it("never takes back another restore", () => {
    const { dataset } = began();
    const target = { ids: idsOf(endedRecords(dataset, 3)) };
    dataset.advanceTo(start + 10);
    dataset.intervene({ type: "restore", target, seconds: undefined });
    expect(dataset.intervene({ type: "restore", target, seconds: 5 }).affected).toBe(0);
  });

  it("passes over records that did not exist then, or were or are malformed", () => {
    const { dataset } = began();
    const { ids: malformed } = dataset.intervene({
      type: "malform",
      kind: "blank_name",
      count: 2,
      fresh: false,
    });
    dataset.advanceTo(start + 10);
    const { ids: repaired } = dataset.intervene({ type: "repair", target: { ids: malformed.slice(0, 1) } });
    const { ids: born } = dataset.intervene({ type: "create", count: 1 });
    const ids = [...malformed, ...repaired, ...born];
    expect(dataset.intervene({ type: "restore", target: { ids }, seconds: 5 }).affected).toBe(0);
  });

  it("ends a second entry, which could be the newer one", () => {
    const { dataset } = began();
    const [record] = endedRecords(dataset, 1);
    const target = { ids: idsOf(record === undefined ? [] : [record]) };
    dataset.advanceTo(start + 10);
    dataset.intervene({ type: "touch", count: dataset.count });
    dataset.intervene({ type: "double", target });
    dataset.intervene({ type: "restore", target, seconds: 5 });
    expect(dataset.truth().listed_twice).toBe(0);
    expect(dataset.record(record?.id ?? "")).toEqual(record);
  });
});

describe("create-late", () => {
  it("brings running jobs whose times lie in the past", () => {
    const { dataset } = began();
    const { count } = dataset;
    const ago = secondsAgo(dataset, 1500);
    const { ids, affected } = dataset.intervene({ type: "create-late", count: 3, seconds: 1500 });
    expect(affected).toBe(3);
    expect(dataset.truth().count).toBe(count + 3);
    for (const id of ids)
      expect(dataset.record(id)).toMatchObject({ status: "PROCESSING", created_at: ago, updated_at: ago });
    const since = (seconds: number) => idsOf(readAll(dataset, dataset.now - seconds).records);
    expect(ids.every((id) => since(1500).includes(id))).toBe(true);
    expect(ids.some((id) => since(1499).includes(id))).toBe(false);
  });

  it("has them begin when they appear, and end", () => {
    const { dataset, now } = began();
    const { ids } = dataset.intervene({ type: "create-late", count: 20, seconds: 24 * HOUR });
    dataset.advanceTo(start + 72 * HOUR);
    for (const id of ids) {
      const record = dataset.record(id);
      expect(record?.status).not.toBe("PROCESSING");
      expect(record?.updated_at).toSatisfy((updated: string) => updated > now);
      const [first, second] = dataset.history(id) ?? [];
      expect(first?.status).toBe("PROCESSING");
      expect(second?.status).not.toBe("PROCESSING");
    }
  });
});

describe("update-late", () => {
  it("changes records with an updated_at in the past that is newer than their own", () => {
    const { dataset } = began();
    const records = endedRecords(dataset, 2);
    const { ids: young } = dataset.intervene({ type: "create", count: 1 });
    const ids = [...idsOf(records), ...young];
    const answer = dataset.intervene({ type: "update-late", target: { ids }, seconds: 1500 });
    expect(answer.ids).toEqual(idsOf(records));
    expect(answer.ids.map((id) => dataset.record(id))).toEqual(
      records.map((record) => ({
        ...record,
        total_contacts: record.total_contacts + 1,
        updated_at: secondsAgo(dataset, 1500),
      })),
    );
  });

  it("finds any number of them", () => {
    const { dataset } = began();
    expect(dataset.intervene({ type: "update-late", target: { count: 50 }, seconds: 60 }).affected).toBe(50);
    expect(readAll(dataset, dataset.now - 60).records.length).toBeGreaterThanOrEqual(50);
    expect(readAll(dataset, dataset.now).records).toEqual([]);
  });
});

describe("whatever damage is done", () => {
  it("lists, totals, truth and records agree", () => {
    fc.assert(
      fc.property(
        anyEvents,
        fc.integer({ min: 1, max: 100 }),
        fc.array(fc.nat({ max: 15 * HOUR }), { maxLength: 5 }),
        (events, limit, ago) => {
          const { dataset } = setUp({ records: 150 });
          dataset.advanceTo(start);
          live(dataset, events);
          const truth = dataset.truth();
          const malformed = new Set(truth.malformed.map(({ id }) => id));
          const isWellFormed = ({ id }: EnrichmentRecord) => !malformed.has(id);

          const created = readAll(dataset, undefined, limit);
          const goodEntries = created.records.filter(isWellFormed);
          expect(created.total).toBe(truth.count);
          expect(created.records.length).toBe(truth.count);
          expect(goodEntries).toEqual(
            goodEntries.toSorted((a, b) =>
              compare([a.created_at, a.id, a.updated_at], [b.created_at, b.id, b.updated_at]),
            ),
          );

          const updated = readAll(dataset, 0, limit);
          expect(updated.total).toBe(truth.count);
          const byUpdate = updated.records.filter(isWellFormed);
          expect(byUpdate).toEqual(
            goodEntries.toSorted((a, b) => compare([a.updated_at, a.id], [b.updated_at, b.id])),
          );
          const boundaries = byUpdate.map(({ updated_at }) => Date.parse(updated_at) / 1000);
          const step = Math.ceil(boundaries.length / BOUNDARIES);
          const sinces = [...boundaries.filter((_, n) => n % step === 0), ...ago.map((a) => dataset.now - a)];
          for (const [n, since] of sinces.entries()) {
            // A few entries a page once; to walk every list so would be thousands of pages.
            const { total, records } = readAll(dataset, since, n === 0 ? limit : Math.max(limit, 50));
            expect(records).toEqual(updated.records.slice(updated.total - total));
            const earliest = formatTimestamp(since);
            expect(idsOf(records.filter(isWellFormed))).toEqual(
              idsOf(byUpdate.filter(({ updated_at }) => updated_at >= earliest)),
            );
          }

          const newest = newestById(created.records);
          expect(created.records.length - newest.size).toBe(truth.listed_twice);
          expect(dataset.count).toBe(newest.size);
          const good = [...newest.values()].filter(isWellFormed);
          expect(tally(good.map(toTallied))).toEqual(truth.well_formed);
          const clean = [...dataset.cleanRecords()].filter(({ malformed }) => malformed === undefined);
          expect(new Map(clean.map((record) => [record.id, record]))).toEqual(
            new Map(good.map((record) => [record.id, record])),
          );
          for (const record of good) {
            expect(dataset.record(record.id)).toEqual(record);
            expect(dataset.history(record.id)?.at(-1)).toEqual(record);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("the journal brings the same dataset back", () => {
    fc.assert(
      fc.property(fc.nat(), anyEvents, fc.nat({ max: 24 * HOUR }), (seed, events, after) => {
        const { dataset, recorded } = setUp({ seed, records: 150 });
        dataset.advanceTo(start);
        live(dataset, events);
        const past = recorded.map(({ at, intervention }) => ({
          at,
          intervention: interventionSchema.parse(JSON.parse(JSON.stringify(intervention))),
        }));
        for (let step = 1; step <= 7; step++) dataset.advanceTo(dataset.now + Math.floor(after / 7));
        const { dataset: again } = setUp({ seed, records: 150, past });
        again.advanceTo(dataset.now);
        expect(everything(again)).toBe(everything(dataset));
      }),
      { numRuns: 25 },
    );
  });
});

function toTallied({ id, status, total_contacts, updated_at }: EnrichmentRecord) {
  return { id, status, contacts: total_contacts, updatedAt: updated_at };
}
