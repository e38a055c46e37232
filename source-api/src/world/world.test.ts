import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, everything, HOUR, readAll, setUp, start } from "../testing/test-world.ts";
import { undamagingEvents as events, live } from "../testing/world-events.ts";
import { FLAWS } from "./flaws.ts";
import { formatTimestamp } from "./timestamp.ts";
import type { World } from "./world.ts";

describe("time", () => {
  it("leads to the same world by any steps", () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.nat({ max: 40 * HOUR }), { maxLength: 5 }), (seed, steps) => {
        const end = start + 24 * HOUR;
        const { world: stepped } = setUp({ seed });
        for (const step of steps.toSorted((a, b) => a - b)) stepped.advanceTo(start - 24 * HOUR + step);
        stepped.advanceTo(end);
        const { world: jumped } = setUp({ seed });
        jumped.advanceTo(end);
        expect(everything(stepped)).toBe(everything(jumped));
      }),
      { numRuns: 8 },
    );
  });

  it("brings exactly the initial records by the start, and goes on", () => {
    const { world } = setUp({ records: 500 });
    world.advanceTo(start - 1);
    expect(world.count).toBeLessThanOrEqual(500);
    expect(world.count).toBeGreaterThan(450);
    world.advanceTo(start);
    const atStart = world.count;
    expect(atStart).toBeGreaterThanOrEqual(500);
    expect(atStart).toBeLessThanOrEqual(501);
    world.advanceTo(start + 24 * HOUR);
    expect(world.count).toBeGreaterThan(atStart + 500);
  });

  it("never shows what is yet to come", () => {
    const { world } = setUp();
    for (let now = start - 3 * HOUR; now < start + 3 * HOUR; now += 601) {
      world.advanceTo(now);
      const latest = readAll(world, 0).records.at(-1)?.updated_at ?? "";
      expect(latest <= formatTimestamp(now)).toBe(true);
    }
  });

  it("ends every job that runs", () => {
    const { world } = setUp({ records: 100 });
    world.advanceTo(start);
    const running = world.page({ page: 1, limit: 100, updatedSince: undefined }).records.map(({ id }) => id);
    world.advanceTo(start + 72 * HOUR);
    expect(running.map((id) => world.record(id)?.status)).not.toContain("PROCESSING");
  });

  it("never takes an updated_at back, whatever was touched in between", () => {
    const { world } = setUp();
    world.advanceTo(start);
    world.intervene({ type: "create", count: 50 });
    const latest = new Map<string, string>();
    for (let now = start; now < start + 600; now += 10) {
      world.advanceTo(now);
      if (now % 60 === 30) world.intervene({ type: "touch", count: 1000 });
      for (const { id, updated_at } of readAll(world, undefined).records) {
        expect(updated_at >= (latest.get(id) ?? "")).toBe(true);
        latest.set(id, updated_at);
      }
    }
  });

  it("does not go back", () => {
    const { world } = setUp();
    world.advanceTo(start + HOUR);
    const before = everything(world);
    world.advanceTo(start);
    expect(world.now).toBe(start + HOUR);
    expect(everything(world)).toBe(before);
  });
});

describe("memory", () => {
  it("is enough to have the same world again", () => {
    fc.assert(
      fc.property(fc.nat(), events, (seed, happening) => {
        const { world, remembered } = setUp({ seed });
        world.advanceTo(start);
        live(world, happening);
        const { world: again } = setUp({ seed, past: remembered });
        again.advanceTo(world.now);
        expect(everything(again)).toBe(everything(world));
      }),
      { numRuns: 15 },
    );
  });
});

describe("whatever is done to the world", () => {
  it("pages hold each record once, in their order, and no other", () => {
    fc.assert(
      fc.property(
        events,
        fc.integer({ min: 1, max: 100 }),
        fc.nat({ max: 15 * HOUR }),
        (happening, limit, ago) => {
          const { world } = setUp();
          world.advanceTo(start);
          live(world, happening);
          const created = readAll(world, undefined, limit);
          const since = world.now - ago;
          const updated = readAll(world, since, limit);
          const isMalformed = new Map(world.truth().malformed.map(({ id, kind }) => [id, kind]));

          expect(created.records.length).toBe(created.total);
          expect(new Set(created.records.map(({ id }) => id)).size).toBe(created.total);
          const wellFormed = created.records.filter(({ id }) => !isMalformed.has(id));
          expect(wellFormed).toEqual(
            wellFormed.toSorted((a, b) => compare([a.created_at, a.id], [b.created_at, b.id])),
          );

          expect(updated.records.length).toBe(updated.total);
          const expected = wellFormed
            .filter(({ updated_at }) => updated_at >= formatTimestamp(since))
            .toSorted((a, b) => compare([a.updated_at, a.id], [b.updated_at, b.id]));
          expect(updated.records.filter(({ id }) => !isMalformed.has(id))).toEqual(expected);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("a record's history ends with its present state, and its clean record is its last good one", () => {
    fc.assert(
      fc.property(events, (happening) => {
        const { world } = setUp({ records: 100 });
        world.advanceTo(start);
        live(world, happening);
        const kinds = new Map(world.truth().malformed.map(({ id, kind }) => [id, kind]));
        const clean = new Map([...world.cleanRecords()].map((record) => [record.id, record]));
        for (const record of readAll(world, undefined).records) {
          const kind = kinds.get(record.id);
          const history = world.history(record.id) ?? [];
          expect(history.at(-1)).toEqual(record);
          if (kind === undefined) expect(clean.get(record.id)).toEqual(record);
          else if (history.length === 1) expect(clean.has(record.id)).toBe(false);
          else expect(clean.get(record.id)?.malformed).toBe(kind);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe("interventions", () => {
  function began() {
    const { world } = setUp();
    world.advanceTo(start + 5);
    return world;
  }
  const now = formatTimestamp(start + 5);
  const updatedNow = (world: World) => readAll(world, start + 5).records;

  it("create brings new running jobs", () => {
    const world = began();
    const before = world.count;
    const { at, affected, ids } = world.intervene({ type: "create", count: 3 });
    expect({ at, affected }).toEqual({ at: now, affected: 3 });
    expect(world.count).toBe(before + 3);
    for (const id of ids)
      expect(world.record(id)).toMatchObject({ status: "PROCESSING", created_at: now, updated_at: now });
  });

  it("touch moves updated_at and nothing else", () => {
    const world = began();
    const before = new Map(readAll(world, undefined).records.map((record) => [record.id, record]));
    const { ids } = world.intervene({ type: "touch", count: 5 });
    expect(new Set(ids).size).toBe(5);
    for (const id of ids) expect(world.record(id)).toEqual({ ...before.get(id), updated_at: now });
  });

  it("bulk-update gives a contact more to any number of records in one second", () => {
    const world = began();
    const { total_contacts: before } = world.truth().well_formed;
    const { ids } = world.intervene({ type: "bulk-update", count: 250 });
    expect(ids.length).toBe(250);
    expect(world.truth().well_formed.total_contacts).toBe(before + 250);
    const updated = new Set(updatedNow(world).map(({ id }) => id));
    expect(ids.every((id) => updated.has(id))).toBe(true);
  });

  it("keeps a contact that was added when the job goes on", () => {
    const world = began();
    const { ids } = world.intervene({ type: "create", count: 10 });
    const before = ids.map((id) => world.record(id)?.total_contacts ?? -1);
    world.intervene({ type: "bulk-update", count: world.count });
    world.advanceTo(start + 24 * HOUR);
    expect(ids.map((id) => world.record(id)?.total_contacts)).toEqual(before.map((contacts) => contacts + 1));
  });

  it("delete makes records vanish, by count or by id, for good, even those that still run", () => {
    const world = began();
    const { ids: running } = world.intervene({ type: "create", count: 5 });
    const before = world.count;
    world.intervene({ type: "delete", target: { ids: [...running, ...running, "unknown"] } });
    const { ids: chosen } = world.intervene({ type: "delete", target: { count: 4 } });
    expect(world.count).toBe(before - 9);
    world.advanceTo(start + 24 * HOUR);
    for (const id of [...running, ...chosen])
      expect([world.record(id), world.history(id)]).toEqual([undefined, undefined]);
  });

  it.each(FLAWS)("malform leaves a record with %s until repair, and the truth says so", (kind) => {
    const world = began();
    const before = world.truth();
    const { ids } = world.intervene({ type: "malform", kind, count: 2, fresh: false });
    const malformed = world.truth();
    expect(malformed.malformed).toEqual(ids.map((id) => ({ id, kind })));
    expect(malformed.well_formed.digest === before.well_formed.digest).toBe(kind === "bad_uuid");
    world.advanceTo(start + 24 * HOUR);
    expect(world.truth().malformed).toEqual(malformed.malformed);

    world.intervene({ type: "repair", target: { ids } });
    const repaired = world.truth();
    expect(repaired.malformed).toEqual([]);
    expect(repaired.well_formed.count).toBe(repaired.count);
  });

  it("malform leaves jobs alone whose natural course would repair them", () => {
    const world = began();
    const { ids: running } = world.intervene({ type: "create", count: 50 });
    const { ids: malformed } = world.intervene({
      type: "malform",
      kind: "blank_name",
      count: 1000,
      fresh: false,
    });
    expect(malformed.length).toBeGreaterThan(200);
    expect(running.filter((id) => malformed.includes(id))).toEqual([]);
  });

  it("malform with fresh brings records that have never been good", () => {
    const world = began();
    const before = world.count;
    const { ids } = world.intervene({ type: "malform", kind: "blank_name", count: 2, fresh: true });
    expect(world.count).toBe(before + 2);
    expect(ids.map((id) => world.history(id)?.length)).toEqual([1, 1]);
    expect([...world.cleanRecords()].filter(({ id }) => ids.includes(id))).toEqual([]);
  });

  it("updated_in_future sorts where it says, two days ahead", () => {
    const world = began();
    const { ids } = world.intervene({ type: "malform", kind: "updated_in_future", count: 1, fresh: false });
    world.advanceTo(start + HOUR);
    expect(readAll(world, start + 2 * HOUR).records.map(({ id }) => id)).toEqual(ids);
    expect(readAll(world, 0).records.at(-1)?.updated_at).toBe(formatTimestamp(start + 5 + 48 * HOUR));
  });

  it("takes what there is when more is asked for", () => {
    const world = began();
    const { count } = world;
    expect(world.intervene({ type: "touch", count: 1_000_000 }).affected).toBe(count);
    expect(world.intervene({ type: "delete", target: { count: 1_000_000 } }).affected).toBe(count);
    expect(world.page({ page: 1, limit: 100, updatedSince: undefined })).toEqual({ total: 0, records: [] });
  });
});
