import { describe, expect, test } from "vitest";
import type { CachedProbe, PlanAnswer } from "./cached-probe.ts";
import { planSlices } from "./slice-plan.ts";

const second = (index: number) => new Date(Date.UTC(2026, 0, 1) + index * 1_000);
const options = { maxSlices: 4, pageSize: 100, excludesUpdatedSince: false, isLimited: () => false };
const everything = { from: null, to: null };

interface Behaviour {
  /** What it does with `updated_since`. */
  since?: "honoured" | "exclusive" | "ignored" | "refused";
  most?: number;
  refusesLarger?: boolean;
  /** Of its first record, which is listed first. */
  oddTime?: string;
}

/** A source of `total` records, one a second. */
function sourceOf(total: number, { since = "honoured", most = 100, refusesLarger, oddTime }: Behaviour = {}) {
  const times = Array.from({ length: total }, (_, index) =>
    index === 0 && oddTime !== undefined ? oddTime : second(index).toISOString(),
  );
  const asked: string[] = [];
  const probe: CachedProbe = async ({ page, limit, updatedSince }) => {
    asked.push(`${updatedSince?.toISOString() ?? "-"} page ${page} limit ${limit}`);
    if ((limit > most && refusesLarger) || (updatedSince && since === "refused"))
      return answer([], "no such limit");
    const listed =
      updatedSince === null || since === "ignored"
        ? times
        : times.filter((time) =>
            since === "exclusive" ? new Date(time) > updatedSince : new Date(time) >= updatedSince,
          );
    const size = Math.min(limit, most);
    return {
      ...answer(listed.slice((page - 1) * size, page * size)),
      total: listed.length,
      itemsPerPage: size,
    };
  };
  return { probe, asked };
}

const answer = (times: string[], refused: string | null = null): PlanAnswer => ({
  refused: refused === null ? null : { status: 422, message: refused },
  total: null,
  itemsPerPage: null,
  times,
  clockAheadMs: 0,
});

describe("planSlices", () => {
  test("reads few records in one slice, from a second before the oldest", async () => {
    const { probe, asked } = sourceOf(1_500);
    const plan = await planSlices(probe, { ...options, window: everything });
    expect(plan).toMatchObject({ honoursUpdatedSince: true, excludesUpdatedSince: false, pageSize: 100 });
    expect(plan.slices).toEqual([
      {
        fromAt: null,
        toAt: null,
        toPage: null,
        cursor: { mode: "keyset", at: second(-1), page: 1, resumeAt: null },
        expectedRecords: 1_500,
      },
    ]);
    expect(asked).toHaveLength(3);
  });

  test("costs one request for a window of few records", async () => {
    const { probe, asked } = sourceOf(1_500);
    const { slices } = await planSlices(probe, { ...options, window: { from: second(1_400), to: null } });
    expect(slices).toHaveLength(1);
    expect(asked).toHaveLength(1);
  });

  test("cuts many records into slices of equal numbers, without gap or overlap", async () => {
    const { slices } = await planSlices(sourceOf(40_000).probe, { ...options, window: everything });
    expect(slices.map(({ fromAt }) => fromAt)).toEqual([
      null,
      second(10_000),
      second(20_000),
      second(30_000),
    ]);
    expect(slices.map(({ toAt }) => toAt)).toEqual([second(10_000), second(20_000), second(30_000), null]);
  });

  test("cuts 9,999 records only where requests are not held back, 20,000 in any case", async () => {
    const slicesOf = async (total: number, limited: boolean) =>
      (await planSlices(sourceOf(total).probe, { ...options, isLimited: () => limited, window: everything }))
        .slices.length;
    expect(await slicesOf(9_999, false)).toBe(4);
    expect(await slicesOf(9_999, true)).toBe(1);
    expect(await slicesOf(20_000, true)).toBe(2);
  });

  test("keeps to the window", async () => {
    const window = { from: second(10_000), to: second(20_000) };
    const { slices } = await planSlices(sourceOf(40_000).probe, { ...options, window });
    expect(slices[0]?.fromAt).toEqual(window.from);
    expect(slices.at(-1)?.toAt).toEqual(window.to);
  });

  test.each(["ignored", "refused"] as const)("cuts by pages where updated_since is %s", async (since) => {
    const { probe } = sourceOf(40_050, { since });
    const plan = await planSlices(probe, { ...options, window: everything });
    expect(plan.honoursUpdatedSince).toBe(false);
    expect(plan.slices.map(({ cursor, toPage }) => [cursor.page, toPage])).toEqual([
      [1, 100],
      [101, 200],
      [201, 300],
      [301, null],
    ]);
  });

  test("notices in a window, too, that updated_since is ignored", async () => {
    const { probe } = sourceOf(500, { since: "ignored" });
    const plan = await planSlices(probe, { ...options, window: { from: second(400), to: null } });
    expect(plan).toMatchObject({ honoursUpdatedSince: false, since: null });
  });

  test("detects that updated_since is exclusive", async () => {
    const plan = await planSlices(sourceOf(500, { since: "exclusive" }).probe, {
      ...options,
      window: everything,
    });
    expect(plan).toMatchObject({ honoursUpdatedSince: true, excludesUpdatedSince: true });
  });

  test.each([true, false])(
    "reads by the pages that the source has (refuses larger ones: %s)",
    async (refusesLarger) => {
      const { probe } = sourceOf(500, { most: 50, refusesLarger });
      expect(await planSlices(probe, { ...options, window: everything })).toMatchObject({ pageSize: 50 });
    },
  );

  test.each(["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z"])(
    "begins before a record of %s",
    async (oddTime) => {
      const { probe } = sourceOf(500, { oddTime });
      const { since } = await planSlices(probe, { ...options, window: everything });
      expect(since?.getTime()).toBeLessThanOrEqual(Date.parse(oddTime));
    },
  );
});
