import { describe, expect, test } from "vitest";
import type { Probe } from "../source/probe.ts";
import type { FetchedPage } from "../source/source-client.ts";
import { planSlices } from "./slice-plan.ts";

const now = new Date("2026-01-05T12:00:00Z");
const second = (index: number) => new Date(Date.UTC(2026, 0, 1) + index * 1_000);

/** A source of `total` records, one a second; `honours`: whether it knows `updated_since`. */
function sourceOf(total: number, { honours = true, fails = false } = {}) {
  const asked: string[] = [];
  const probe: Probe = async ({ page, limit, updatedSince }) => {
    asked.push(`${updatedSince?.toISOString()} page ${page}`);
    if (fails && page > 1) throw new Error("429");
    const since = honours && updatedSince ? updatedSince.getTime() : 0;
    const first = Math.max(0, Math.ceil((since - second(0).getTime()) / 1_000));
    const matching = Math.max(0, total - first);
    const value = { updated_at: second(first + page - 1).toISOString() };
    const meta = { currentPage: page, itemsPerPage: limit, totalItems: matching };
    return { meta, records: page <= matching ? [{ value }] : [] } as unknown as FetchedPage;
  };
  return { probe, asked };
}

describe("planSlices", () => {
  test("reads few records in one slice, for two requests", async () => {
    const { probe, asked } = sourceOf(1_500);
    const plan = await planSlices(probe, { from: null, to: null }, 4, now);
    expect(plan).toEqual({
      honoursUpdatedSince: true,
      slices: [
        {
          fromAt: null,
          toAt: null,
          toPage: null,
          cursor: { walk: "keyset", at: new Date(0), page: 1, resumeAt: null },
          expectedRecords: 1_500,
        },
      ],
    });
    expect(asked).toHaveLength(2);
  });

  test("cuts many records into slices of equal numbers, without gap or overlap", async () => {
    const { probe } = sourceOf(40_000);
    const { slices } = await planSlices(probe, { from: null, to: null }, 4, now);
    expect(slices.map(({ fromAt }) => fromAt)).toEqual([
      null,
      second(10_000),
      second(20_000),
      second(30_000),
    ]);
    expect(slices.map(({ toAt }) => toAt)).toEqual([second(10_000), second(20_000), second(30_000), null]);
  });

  test("keeps to the window", async () => {
    const window = { from: second(10_000), to: second(20_000) };
    const { slices } = await planSlices(sourceOf(40_000).probe, window, 4, now);
    expect(slices[0]?.fromAt).toEqual(window.from);
    expect(slices.at(-1)?.toAt).toEqual(window.to);
  });

  test("leaves out a cut whose request fails", async () => {
    const { slices } = await planSlices(
      sourceOf(40_000, { fails: true }).probe,
      { from: null, to: null },
      4,
      now,
    );
    expect(slices).toHaveLength(1);
  });

  test("cuts by pages where the source ignores updated_since", async () => {
    const { probe } = sourceOf(40_050, { honours: false });
    const plan = await planSlices(probe, { from: second(39_000), to: null }, 4, now);
    expect(plan.honoursUpdatedSince).toBe(false);
    expect(plan.slices.map(({ cursor, toPage }) => [cursor.page, toPage])).toEqual([
      [1, 100],
      [101, 200],
      [201, 300],
      [301, null],
    ]);
  });
});
