import { expect, test } from "vitest";
import { drawSteps } from "./draw-steps.ts";
import type { StepWindow } from "./record-steps.ts";

const day = (number: number): Date => new Date(Date.UTC(2026, 0, number));

const window = (from: number, to: number, warehouse: number, more: Partial<StepWindow> = {}): StepWindow => ({
  origin: "half",
  from: day(from),
  to: day(to),
  warehouse,
  source: warehouse,
  verdict: "equal",
  ...more,
});

const barOf = (line: string): { start: number; end: number } => ({
  start: line.indexOf("█"),
  end: line.lastIndexOf("█"),
});

test("the bar of each half lies within that of its window, down to the record", () => {
  const different = (from: number, to: number, warehouse: number, origin = "half") =>
    window(from, to, warehouse, { origin, source: warehouse - 1, verdict: "differs" });
  const lines = drawSteps(
    [
      [window(1, 2, 100, { origin: "scrub", verdict: "reading" })],
      [window(1, 2, 100, { origin: "scrub" })],
      [window(1, 11, 6_000, { origin: "boundary" }), different(11, 21, 4_000, "boundary")],
      [window(11, 16, 2_000), different(16, 21, 2_000)],
      [different(16, 18, 1_000), window(18, 21, 1_000)],
      [different(16, 18, 1_000, "scrub")],
    ],
    [{ recordKey: "c1c93a70", kind: "gone", at: day(17) }],
  );
  expect(lines).toHaveLength(5);
  expect(lines[0]).toContain(" 10,000");
  expect(lines[1]).toContain("4,000 and   3,999 at the source");
  expect(lines[4]).toContain("c1c93a70, gone");
  const bars = lines.map(barOf);
  for (const [index, { start, end }] of bars.slice(1).entries()) {
    expect(start).toBeGreaterThanOrEqual(bars[index]?.start ?? 0);
    expect(end).toBeLessThanOrEqual(bars[index]?.end ?? 0);
    expect(end - start).toBeLessThan((bars[index]?.end ?? 0) - (bars[index]?.start ?? 0));
  }
});

test("without differences, only the bar of all records is drawn", () => {
  expect(drawSteps([[window(1, 11, 6_000, { origin: "boundary" })]], [])).toHaveLength(1);
});
