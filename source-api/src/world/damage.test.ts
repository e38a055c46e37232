import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, everything, HOUR, readAll, setUp, start } from "../testing/test-world.ts";
import { anyEvents, live } from "../testing/world-events.ts";
import { interventionSchema } from "./intervention-schema.ts";
import type { EnrichmentRecord } from "./record.ts";
import { formatTimestamp } from "./timestamp.ts";
import { tally } from "./truth.ts";
import type { World } from "./world.ts";

/** Times of updates, from the first to the last, since which a list is read in each example. */
const BOUNDARIES = 6;

function began() {
  const { world, remembered } = setUp();
  world.advanceTo(start + 5);
  const now = formatTimestamp(world.now);
  return { world, remembered, now };
}

/** As many records as asked, oldest first, that have ended; what is done to them is not overtaken by their plans. */
function endedRecords(world: World, count: number): EnrichmentRecord[] {
  return readAll(world, 0)
    .records.filter(({ status }) => status === "COMPLETED")
    .slice(0, count);
}

const idsOf = (records: readonly EnrichmentRecord[]) => records.map(({ id }) => id);
const listedIds = (world: World) => idsOf(readAll(world, undefined).records);
const secondsAgo = (world: World, seconds: number) => formatTimestamp(world.now - seconds);

/** The newest of the entries of each record. */
function newestById(entries: readonly EnrichmentRecord[]): Map<string, EnrichmentRecord> {
  const inOrder = entries.toSorted((a, b) => compare([a.id, a.updated_at], [b.id, b.updated_at]));
  return new Map(inOrder.map((entry) => [entry.id, entry]));
}

describe("lose", () => {
  it("leaves records out of lists, totals and truth until unhide lists them as they were", () => {
    const { world } = began();
    const before = everything(world);
    const { count } = world;
    const ids = idsOf(endedRecords(world, 3));
    expect(world.intervene({ type: "lose", target: { ids } })).toMatchObject({ affected: 3, ids });
    expect(world.count).toBe(count - 3);
    expect(world.truth()).toMatchObject({ count: count - 3, well_formed: { count: count - 3 } });
    expect(world.page({ page: 1, limit: 1, updatedSince: 0 }).total).toBe(count - 3);
    expect(listedIds(world).filter((id) => ids.includes(id))).toEqual([]);
    for (const id of ids) expect([world.record(id), world.history(id)]).toEqual([undefined, undefined]);

    expect(world.intervene({ type: "unhide", target: { ids: ids.slice(0, 1) } })).toMatchObject({
      affected: 1,
      ids: ids.slice(0, 1),
    });
    expect(world.intervene({ type: "unhide", target: { count: 5 } }).ids).toEqual(ids.slice(1));
    expect(everything(world)).toBe(before);
  });

  it("ends by itself when the time is over, by the world's clock", () => {
    const { world } = began();
    const records = endedRecords(world, 2);
    world.intervene({ type: "lose", target: { ids: idsOf(records) }, for_seconds: 100 });
    world.advanceTo(start + 104);
    expect(world.record(records[0]?.id ?? "")).toBeUndefined();
    world.advanceTo(start + 105);
    expect(records.map(({ id }) => world.record(id))).toEqual(records);
    expect(world.intervene({ type: "unhide", target: { count: 5 } }).affected).toBe(0);
  });

  it("lets a job that runs go on unseen", () => {
    const { world } = began();
    const { ids } = world.intervene({ type: "create", count: 10 });
    world.intervene({ type: "lose", target: { ids } });
    world.advanceTo(start + 72 * HOUR);
    world.intervene({ type: "unhide", target: { ids } });
    for (const id of ids) {
      expect(world.record(id)?.status).not.toBe("PROCESSING");
      expect(world.history(id)?.at(-1)).toEqual(world.record(id));
    }
  });

  it("keeps records out of reach of everything but unhide", () => {
    const { world } = began();
    const { ids } = world.intervene({ type: "malform", kind: "blank_name", count: 3, fresh: true });
    world.intervene({ type: "lose", target: { ids } });
    expect(world.truth().malformed).toEqual([]);
    for (const type of ["delete", "repair", "lose", "double", "undouble"] as const)
      expect(world.intervene({ type, target: { ids } }).affected).toBe(0);
    expect(world.intervene({ type: "repair", target: { count: 3 } }).affected).toBe(0);
    world.intervene({ type: "unhide", target: { ids } });
    expect(world.truth().malformed.map(({ id }) => id)).toEqual(ids);
  });
});

describe("double", () => {
  it("lists what a record was before beside what it is, until undouble", () => {
    const { world } = began();
    const before = everything(world);
    const [record] = endedRecords(world, 1);
    const { id, updated_at = "" } = record ?? { id: "" };
    const { count, well_formed } = world.truth();
    expect(world.intervene({ type: "double", target: { ids: [id] } }).ids).toEqual([id]);

    const earlier = world.history(id)?.at(-2);
    const entries = readAll(world, undefined).records.filter((entry) => entry.id === id);
    expect(entries).toEqual([earlier, record]);
    expect(readAll(world, 0).records.filter((entry) => entry.id === id)).toEqual([earlier, record]);
    const since = Date.parse(updated_at) / 1000;
    expect(readAll(world, since).records.filter((entry) => entry.id === id)).toEqual([record]);
    expect(world.record(id)).toEqual(record);
    expect(world.truth()).toMatchObject({ count: count + 1, listed_twice: 1, well_formed });
    expect([...world.cleanRecords()].filter((entry) => entry.id === id)).toEqual([record]);
    expect(world.intervene({ type: "double", target: { ids: [id] } }).affected).toBe(0);

    expect(world.intervene({ type: "undouble", target: { count: 9 } }).ids).toEqual([id]);
    expect(everything(world)).toBe(before);
  });

  it("leaves the second entry as it is when the record goes on", () => {
    const { world, now } = began();
    const { ids } = world.intervene({ type: "double", target: { ids: idsOf(endedRecords(world, 1)) } });
    const [second] = readAll(world, undefined).records.filter(({ id }) => ids.includes(id));
    world.intervene({ type: "touch", count: world.count });
    const entries = readAll(world, 0).records.filter(({ id }) => ids.includes(id));
    expect(entries[0]).toEqual(second);
    expect(entries[1]?.updated_at).toBe(now);
  });

  it("loses, shows and deletes both entries", () => {
    const { world } = began();
    const { count } = world;
    const { ids } = world.intervene({ type: "double", target: { count: 4 } });
    const doubled = readAll(world, undefined);
    expect(doubled.total).toBe(count + 4);
    world.intervene({ type: "lose", target: { ids } });
    expect(world.truth()).toMatchObject({ count: count - 4, listed_twice: 0 });
    expect(world.intervene({ type: "undouble", target: { count: 4 } }).affected).toBe(0);
    world.intervene({ type: "unhide", target: { ids } });
    expect(readAll(world, undefined)).toEqual(doubled);
    world.intervene({ type: "delete", target: { ids } });
    expect(world.truth()).toMatchObject({ count: count - 4, listed_twice: 0 });
  });

  it("passes over jobs that have never been anything else", () => {
    const { world } = began();
    const { ids } = world.intervene({ type: "create", count: 3 });
    expect(world.intervene({ type: "double", target: { ids } }).affected).toBe(0);
  });
});

describe("restore", () => {
  it("puts records back to what they were, in lists, truth and history", () => {
    const { world } = began();
    const records = endedRecords(world, 3);
    const ids = idsOf(records);
    const before = world.truth();
    world.advanceTo(start + 10);
    world.intervene({ type: "bulk-update", count: world.count });
    expect(world.intervene({ type: "restore", target: { ids }, seconds: 5 }).ids).toEqual(ids);
    expect(ids.map((id) => world.record(id))).toEqual(records);
    expect(ids.map((id) => world.history(id)?.at(-1))).toEqual(records);
    expect(idsOf(readAll(world, start + 10).records).filter((id) => ids.includes(id))).toEqual([]);
    expect(world.truth().well_formed.total_contacts).toBe(
      before.well_formed.total_contacts + before.count - 3,
    );
    world.intervene({ type: "restore", target: { count: 1_000_000 }, seconds: 5 });
    expect(world.truth().well_formed.digest).toBe(before.well_formed.digest);
    expect(world.intervene({ type: "restore", target: { count: 1_000_000 }, seconds: 5 }).affected).toBe(0);
  });

  it("takes back the last update where no time is named", () => {
    const { world } = began();
    const ids = idsOf(endedRecords(world, 3));
    const before = ids.map((id) => world.history(id)?.at(-2));
    expect(world.intervene({ type: "restore", target: { ids }, seconds: undefined }).ids).toEqual(ids);
    expect(ids.map((id) => world.record(id))).toEqual(before);
    expect(world.intervene({ type: "restore", target: { count: 20 }, seconds: undefined }).affected).toBe(20);
  });

  it("takes back what jobs did by themselves, and they do not do it again", () => {
    const { world } = began();
    const { ids } = world.intervene({ type: "create", count: 30 });
    const born = ids.map((id) => world.record(id));
    world.advanceTo(start + 24 * HOUR);
    const ended = ids.filter((id) => world.record(id)?.status === "COMPLETED");
    expect(world.intervene({ type: "restore", target: { ids }, seconds: 24 * HOUR - 5 }).ids).toEqual(ids);
    expect(ids.map((id) => world.record(id))).toEqual(born);
    for (let minute = 0; minute < 24 * 60; minute++) world.advanceTo(world.now + 60);
    expect(ended.map((id) => world.record(id)?.status)).toEqual(ended.map(() => "PROCESSING"));
  });

  it("lets what is yet to come happen at its time", () => {
    const { world } = began();
    const { ids } = world.intervene({ type: "create", count: 10 });
    const { world: undisturbed } = began();
    undisturbed.intervene({ type: "create", count: 10 });
    world.advanceTo(start + 15);
    world.intervene({ type: "bulk-update", count: world.count });
    world.intervene({ type: "restore", target: { ids }, seconds: 5 });
    world.advanceTo(start + 72 * HOUR);
    undisturbed.advanceTo(start + 72 * HOUR);
    expect(ids.map((id) => world.record(id))).toEqual(ids.map((id) => undisturbed.record(id)));
  });

  it("never takes back another restore", () => {
    const { world } = began();
    const target = { ids: idsOf(endedRecords(world, 3)) };
    world.advanceTo(start + 10);
    world.intervene({ type: "restore", target, seconds: undefined });
    expect(world.intervene({ type: "restore", target, seconds: 5 }).affected).toBe(0);
  });

  it("passes over records that did not exist then, or were or are malformed", () => {
    const { world } = began();
    const { ids: malformed } = world.intervene({
      type: "malform",
      kind: "blank_name",
      count: 2,
      fresh: false,
    });
    world.advanceTo(start + 10);
    const { ids: repaired } = world.intervene({ type: "repair", target: { ids: malformed.slice(0, 1) } });
    const { ids: born } = world.intervene({ type: "create", count: 1 });
    const ids = [...malformed, ...repaired, ...born];
    expect(world.intervene({ type: "restore", target: { ids }, seconds: 5 }).affected).toBe(0);
  });

  it("ends a second entry, which could be the newer one", () => {
    const { world } = began();
    const [record] = endedRecords(world, 1);
    const target = { ids: idsOf(record === undefined ? [] : [record]) };
    world.advanceTo(start + 10);
    world.intervene({ type: "touch", count: world.count });
    world.intervene({ type: "double", target });
    world.intervene({ type: "restore", target, seconds: 5 });
    expect(world.truth().listed_twice).toBe(0);
    expect(world.record(record?.id ?? "")).toEqual(record);
  });
});

describe("create-late", () => {
  it("brings running jobs whose times lie in the past", () => {
    const { world } = began();
    const { count } = world;
    const ago = secondsAgo(world, 1500);
    const { ids, affected } = world.intervene({ type: "create-late", count: 3, seconds: 1500 });
    expect(affected).toBe(3);
    expect(world.truth().count).toBe(count + 3);
    for (const id of ids)
      expect(world.record(id)).toMatchObject({ status: "PROCESSING", created_at: ago, updated_at: ago });
    const since = (seconds: number) => idsOf(readAll(world, world.now - seconds).records);
    expect(ids.every((id) => since(1500).includes(id))).toBe(true);
    expect(ids.some((id) => since(1499).includes(id))).toBe(false);
  });

  it("has them begin when they appear, and end", () => {
    const { world, now } = began();
    const { ids } = world.intervene({ type: "create-late", count: 20, seconds: 24 * HOUR });
    world.advanceTo(start + 72 * HOUR);
    for (const id of ids) {
      const record = world.record(id);
      expect(record?.status).not.toBe("PROCESSING");
      expect(record?.updated_at).toSatisfy((updated: string) => updated > now);
      const [first, second] = world.history(id) ?? [];
      expect(first?.status).toBe("PROCESSING");
      expect(second?.status).not.toBe("PROCESSING");
    }
  });
});

describe("update-late", () => {
  it("changes records with an updated_at in the past that is newer than their own", () => {
    const { world } = began();
    const records = endedRecords(world, 2);
    const { ids: young } = world.intervene({ type: "create", count: 1 });
    const ids = [...idsOf(records), ...young];
    const answer = world.intervene({ type: "update-late", target: { ids }, seconds: 1500 });
    expect(answer.ids).toEqual(idsOf(records));
    expect(answer.ids.map((id) => world.record(id))).toEqual(
      records.map((record) => ({
        ...record,
        total_contacts: record.total_contacts + 1,
        updated_at: secondsAgo(world, 1500),
      })),
    );
  });

  it("finds any number of them", () => {
    const { world } = began();
    expect(world.intervene({ type: "update-late", target: { count: 50 }, seconds: 60 }).affected).toBe(50);
    expect(readAll(world, world.now - 60).records.length).toBeGreaterThanOrEqual(50);
    expect(readAll(world, world.now).records).toEqual([]);
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
          const { world } = setUp({ records: 150 });
          world.advanceTo(start);
          live(world, events);
          const truth = world.truth();
          const malformed = new Set(truth.malformed.map(({ id }) => id));
          const isWellFormed = ({ id }: EnrichmentRecord) => !malformed.has(id);

          const created = readAll(world, undefined, limit);
          const goodEntries = created.records.filter(isWellFormed);
          expect(created.total).toBe(truth.count);
          expect(created.records.length).toBe(truth.count);
          expect(goodEntries).toEqual(
            goodEntries.toSorted((a, b) =>
              compare([a.created_at, a.id, a.updated_at], [b.created_at, b.id, b.updated_at]),
            ),
          );

          const updated = readAll(world, 0, limit);
          expect(updated.total).toBe(truth.count);
          const byUpdate = updated.records.filter(isWellFormed);
          expect(byUpdate).toEqual(
            goodEntries.toSorted((a, b) => compare([a.updated_at, a.id], [b.updated_at, b.id])),
          );
          const boundaries = byUpdate.map(({ updated_at }) => Date.parse(updated_at) / 1000);
          const step = Math.ceil(boundaries.length / BOUNDARIES);
          const sinces = [...boundaries.filter((_, n) => n % step === 0), ...ago.map((a) => world.now - a)];
          for (const [n, since] of sinces.entries()) {
            // A few entries a page once; to walk every list so would be thousands of pages.
            const { total, records } = readAll(world, since, n === 0 ? limit : Math.max(limit, 50));
            expect(records).toEqual(updated.records.slice(updated.total - total));
            const earliest = formatTimestamp(since);
            expect(idsOf(records.filter(isWellFormed))).toEqual(
              idsOf(byUpdate.filter(({ updated_at }) => updated_at >= earliest)),
            );
          }

          const newest = newestById(created.records);
          expect(created.records.length - newest.size).toBe(truth.listed_twice);
          expect(world.count).toBe(newest.size);
          const good = [...newest.values()].filter(isWellFormed);
          expect(tally(good.map(toTallied))).toEqual(truth.well_formed);
          const clean = [...world.cleanRecords()].filter(({ malformed }) => malformed === undefined);
          expect(new Map(clean.map((record) => [record.id, record]))).toEqual(
            new Map(good.map((record) => [record.id, record])),
          );
          for (const record of good) {
            expect(world.record(record.id)).toEqual(record);
            expect(world.history(record.id)?.at(-1)).toEqual(record);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("the journal brings the same world back", () => {
    fc.assert(
      fc.property(fc.nat(), anyEvents, fc.nat({ max: 24 * HOUR }), (seed, events, after) => {
        const { world, remembered } = setUp({ seed, records: 150 });
        world.advanceTo(start);
        live(world, events);
        const past = remembered.map(({ at, intervention }) => ({
          at,
          intervention: interventionSchema.parse(JSON.parse(JSON.stringify(intervention))),
        }));
        for (let step = 1; step <= 7; step++) world.advanceTo(world.now + Math.floor(after / 7));
        const { world: again } = setUp({ seed, records: 150, past });
        again.advanceTo(world.now);
        expect(everything(again)).toBe(everything(world));
      }),
      { numRuns: 25 },
    );
  });
});

function toTallied({ id, status, total_contacts, updated_at }: EnrichmentRecord) {
  return { id, status, contacts: total_contacts, updatedAt: updated_at };
}
