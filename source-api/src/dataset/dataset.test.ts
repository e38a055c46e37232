import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contractKeepingEvents as events, live } from "../testing/dataset-events.ts";
import { compare, everything, HOUR, readAll, setUp, start } from "../testing/test-dataset.ts";
import type { Dataset } from "./dataset.ts";
import { FLAWS } from "./flaws.ts";
import { formatTimestamp } from "./timestamp.ts";

describe("time", () => {
  it("leads to the same dataset by any steps", () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.nat({ max: 40 * HOUR }), { maxLength: 5 }), (seed, steps) => {
        const end = start + 24 * HOUR;
        const { dataset: stepped } = setUp({ seed });
        for (const step of steps.toSorted((a, b) => a - b)) stepped.advanceTo(start - 24 * HOUR + step);
        stepped.advanceTo(end);
        const { dataset: jumped } = setUp({ seed });
        jumped.advanceTo(end);
        expect(everything(stepped)).toBe(everything(jumped));
      }),
      { numRuns: 8 },
    );
  });

  it("brings exactly the initial records by the start, and goes on", () => {
    const { dataset } = setUp({ records: 500 });
    dataset.advanceTo(start - 1);
    expect(dataset.count).toBeLessThanOrEqual(500);
    expect(dataset.count).toBeGreaterThan(450);
    dataset.advanceTo(start);
    const atStart = dataset.count;
    expect(atStart).toBeGreaterThanOrEqual(500);
    expect(atStart).toBeLessThanOrEqual(501);
    dataset.advanceTo(start + 24 * HOUR);
    expect(dataset.count).toBeGreaterThan(atStart + 500);
  });

  it("never shows what is yet to come", () => {
    const { dataset } = setUp();
    for (let now = start - 3 * HOUR; now < start + 3 * HOUR; now += 601) {
      dataset.advanceTo(now);
      const latest = readAll(dataset, 0).records.at(-1)?.updated_at ?? "";
      expect(latest <= formatTimestamp(now)).toBe(true);
    }
  });

  it("ends every job that runs", () => {
    const { dataset } = setUp({ records: 100 });
    dataset.advanceTo(start);
    const running = dataset
      .page({ page: 1, limit: 100, updatedSince: undefined })
      .records.map(({ id }) => id);
    dataset.advanceTo(start + 72 * HOUR);
    expect(running.map((id) => dataset.record(id)?.status)).not.toContain("PROCESSING");
  });

  it("never takes an updated_at back, whatever was touched in between", () => {
    const { dataset } = setUp();
    dataset.advanceTo(start);
    dataset.intervene({ type: "create", count: 50 });
    const latest = new Map<string, string>();
    for (let now = start; now < start + 600; now += 10) {
      dataset.advanceTo(now);
      if (now % 60 === 30) dataset.intervene({ type: "touch", count: 1000 });
      for (const { id, updated_at } of readAll(dataset, undefined).records) {
        expect(updated_at >= (latest.get(id) ?? "")).toBe(true);
        latest.set(id, updated_at);
      }
    }
  });

  it("does not go back", () => {
    const { dataset } = setUp();
    dataset.advanceTo(start + HOUR);
    const before = everything(dataset);
    dataset.advanceTo(start);
    expect(dataset.now).toBe(start + HOUR);
    expect(everything(dataset)).toBe(before);
  });
});

describe("the intervention log", () => {
  it("is enough to have the same dataset again", () => {
    fc.assert(
      fc.property(fc.nat(), events, (seed, happening) => {
        const { dataset, recorded } = setUp({ seed });
        dataset.advanceTo(start);
        live(dataset, happening);
        const { dataset: again } = setUp({ seed, past: recorded });
        again.advanceTo(dataset.now);
        expect(everything(again)).toBe(everything(dataset));
      }),
      { numRuns: 15 },
    );
  });
});

describe("whatever is done to the dataset", () => {
  it("pages hold each record once, in their order, and no other", () => {
    fc.assert(
      fc.property(
        events,
        fc.integer({ min: 1, max: 100 }),
        fc.nat({ max: 15 * HOUR }),
        (happening, limit, ago) => {
          const { dataset } = setUp();
          dataset.advanceTo(start);
          live(dataset, happening);
          const created = readAll(dataset, undefined, limit);
          const since = dataset.now - ago;
          const updated = readAll(dataset, since, limit);
          const isMalformed = new Map(dataset.truth().malformed.map(({ id, kind }) => [id, kind]));

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
        const { dataset } = setUp({ records: 100 });
        dataset.advanceTo(start);
        live(dataset, happening);
        const kinds = new Map(dataset.truth().malformed.map(({ id, kind }) => [id, kind]));
        const clean = new Map([...dataset.cleanRecords()].map((record) => [record.id, record]));
        for (const record of readAll(dataset, undefined).records) {
          const kind = kinds.get(record.id);
          const history = dataset.history(record.id) ?? [];
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
    const { dataset } = setUp();
    dataset.advanceTo(start + 5);
    return dataset;
  }
  const now = formatTimestamp(start + 5);
  const updatedNow = (dataset: Dataset) => readAll(dataset, start + 5).records;

  it("create brings new running jobs", () => {
    const dataset = began();
    const before = dataset.count;
    const { at, affected, ids } = dataset.intervene({ type: "create", count: 3 });
    expect({ at, affected }).toEqual({ at: now, affected: 3 });
    expect(dataset.count).toBe(before + 3);
    for (const id of ids)
      expect(dataset.record(id)).toMatchObject({ status: "PROCESSING", created_at: now, updated_at: now });
  });

  it("touch moves updated_at and nothing else", () => {
    const dataset = began();
    const before = new Map(readAll(dataset, undefined).records.map((record) => [record.id, record]));
    const { ids } = dataset.intervene({ type: "touch", count: 5 });
    expect(new Set(ids).size).toBe(5);
    for (const id of ids) expect(dataset.record(id)).toEqual({ ...before.get(id), updated_at: now });
  });

  it("bulk-update gives a contact more to any number of records in one second", () => {
    const dataset = began();
    const { total_contacts: before } = dataset.truth().well_formed;
    const { ids } = dataset.intervene({ type: "bulk-update", count: 250 });
    expect(ids.length).toBe(250);
    expect(dataset.truth().well_formed.total_contacts).toBe(before + 250);
    const updated = new Set(updatedNow(dataset).map(({ id }) => id));
    expect(ids.every((id) => updated.has(id))).toBe(true);
  });

  it("keeps a contact that was added when the job goes on", () => {
    const dataset = began();
    const { ids } = dataset.intervene({ type: "create", count: 10 });
    const before = ids.map((id) => dataset.record(id)?.total_contacts ?? -1);
    dataset.intervene({ type: "bulk-update", count: dataset.count });
    dataset.advanceTo(start + 24 * HOUR);
    expect(ids.map((id) => dataset.record(id)?.total_contacts)).toEqual(
      before.map((contacts) => contacts + 1),
    );
  });

  it("delete makes records vanish, by count or by id, for good, even those that still run", () => {
    const dataset = began();
    const { ids: running } = dataset.intervene({ type: "create", count: 5 });
    const before = dataset.count;
    dataset.intervene({ type: "delete", target: { ids: [...running, ...running, "unknown"] } });
    const { ids: chosen } = dataset.intervene({ type: "delete", target: { count: 4 } });
    expect(dataset.count).toBe(before - 9);
    dataset.advanceTo(start + 24 * HOUR);
    for (const id of [...running, ...chosen])
      expect([dataset.record(id), dataset.history(id)]).toEqual([undefined, undefined]);
  });

  it.each(FLAWS)("malform leaves a record with %s until repair, and the truth says so", (kind) => {
    const dataset = began();
    const before = dataset.truth();
    const { ids } = dataset.intervene({ type: "malform", kind, count: 2, fresh: false });
    const malformed = dataset.truth();
    expect(malformed.malformed).toEqual(ids.map((id) => ({ id, kind })));
    expect(malformed.well_formed.digest === before.well_formed.digest).toBe(kind === "bad_uuid");
    dataset.advanceTo(start + 24 * HOUR);
    expect(dataset.truth().malformed).toEqual(malformed.malformed);

    dataset.intervene({ type: "repair", target: { ids } });
    const repaired = dataset.truth();
    expect(repaired.malformed).toEqual([]);
    expect(repaired.well_formed.count).toBe(repaired.count);
  });

  it("malform leaves jobs alone whose natural course would repair them", () => {
    const dataset = began();
    const { ids: running } = dataset.intervene({ type: "create", count: 50 });
    const { ids: malformed } = dataset.intervene({
      type: "malform",
      kind: "blank_name",
      count: 1000,
      fresh: false,
    });
    expect(malformed.length).toBeGreaterThan(200);
    expect(running.filter((id) => malformed.includes(id))).toEqual([]);
  });

  it("malform with fresh brings records that have never been good", () => {
    const dataset = began();
    const before = dataset.count;
    const { ids } = dataset.intervene({ type: "malform", kind: "blank_name", count: 2, fresh: true });
    expect(dataset.count).toBe(before + 2);
    expect(ids.map((id) => dataset.history(id)?.length)).toEqual([1, 1]);
    expect([...dataset.cleanRecords()].filter(({ id }) => ids.includes(id))).toEqual([]);
  });

  it("updated_in_future sorts where it says, two days ahead", () => {
    const dataset = began();
    const { ids } = dataset.intervene({ type: "malform", kind: "updated_in_future", count: 1, fresh: false });
    dataset.advanceTo(start + HOUR);
    expect(readAll(dataset, start + 2 * HOUR).records.map(({ id }) => id)).toEqual(ids);
    expect(readAll(dataset, 0).records.at(-1)?.updated_at).toBe(formatTimestamp(start + 5 + 48 * HOUR));
  });

  it("takes what there is when more is asked for", () => {
    const dataset = began();
    const { count } = dataset;
    expect(dataset.intervene({ type: "touch", count: 1_000_000 }).affected).toBe(count);
    expect(dataset.intervene({ type: "delete", target: { count: 1_000_000 } }).affected).toBe(count);
    expect(dataset.page({ page: 1, limit: 100, updatedSince: undefined })).toEqual({ total: 0, records: [] });
  });
});
