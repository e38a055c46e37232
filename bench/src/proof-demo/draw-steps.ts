import type { Step, StepWindow } from "./record-steps.ts";

/** Length of the bar for all records. */
const WIDTH = 60;
/** Windows with at most this many records have the shortest bar. */
const SMALLEST = 50;

/** A record that differed. */
export interface Found {
  readonly recordKey: string;
  readonly kind: string;
  /** Its newest `updated_at`. */
  readonly at: Date;
}

/** A window that differs, and its bar. */
interface Drawn {
  readonly window: StepWindow;
  readonly left: number;
  readonly width: number;
}

/**
 * Draws a line for each window that differed, step by step, and for each record that was found. The length of a bar is the logarithm of its
 * window's records; the bar of a half lies inside the bar of the whole window.
 */
export function drawSteps(steps: readonly Step[], found: readonly Found[]): string[] {
  // The scrub comes before the first count.
  const [counted = [], ...later] = steps.slice(steps.findIndex((step) => step.some(isBoundary)));
  const boundaries = counted.filter(isBoundary);
  const total = boundaries.reduce((records, { warehouse }) => records + warehouse, 0);
  let drawn = placeFirst(boundaries, total);
  const lines = [
    `${label("all records")}${bar(0, WIDTH)} ${count(total)}`,
    ...drawn.map((one) => line(`${boundaries.length} windows`, one)),
  ];
  for (const step of later) {
    const halves = step.filter(({ origin, verdict }) => origin === "half" && verdict === "differs");
    if (halves.length === 0) continue;
    drawn = halves.map((window) => place(window, drawn, total));
    lines.push(...drawn.map((one) => line("bisected", one)));
  }
  return [...lines, ...found.map((record) => foundLine(record, drawn))];
}

const isBoundary = ({ origin }: StepWindow): boolean => origin === "boundary";

const differs = ({ verdict }: StepWindow): boolean => verdict === "differs";

function placeFirst(windows: Step, total: number): Drawn[] {
  let before = 0;
  return windows.flatMap((window) => {
    const width = widthOf(window, total);
    const left = Math.round(((WIDTH - width) * before) / Math.max(1, total - window.warehouse));
    before += window.warehouse;
    return differs(window) ? [{ window, left, width }] : [];
  });
}

function place(window: StepWindow, parents: readonly Drawn[], total: number): Drawn {
  const width = widthOf(window, total);
  const parent = parents.find((drawn) => isWithin(window, drawn.window));
  const [left, room] = parent ? [parent.left, parent.width - width] : [0, WIDTH - width];
  return {
    window,
    width,
    left: timeOf(window.from) === timeOf(parent?.window.from ?? null) ? left : left + room,
  };
}

const timeOf = (time: Date | null): number => time?.getTime() ?? Number.NEGATIVE_INFINITY;

const endOf = (time: Date | null): number => time?.getTime() ?? Number.POSITIVE_INFINITY;

const isWithin = (inner: StepWindow, outer: StepWindow): boolean =>
  timeOf(inner.from) >= timeOf(outer.from) && endOf(inner.to) <= endOf(outer.to);

function widthOf({ source, warehouse }: StepWindow, total: number): number {
  const share = Math.log(Math.max(source, warehouse) / SMALLEST) / Math.log(total / SMALLEST);
  return Math.max(1, Math.round(WIDTH * Math.max(0, share)));
}

/** The record's position in its last window is proportional to its time. */
function foundLine({ recordKey, kind, at }: Found, drawn: readonly Drawn[]): string {
  const around = drawn.find(
    ({ window }) => timeOf(window.from) <= at.getTime() && at.getTime() < endOf(window.to),
  );
  const { left, width, window } = around ?? { left: 0, width: WIDTH, window: null };
  const share =
    window?.from && window.to
      ? (at.getTime() - window.from.getTime()) / (window.to.getTime() - window.from.getTime())
      : 0;
  return `${label("read")}${bar(left + Math.floor(share * width), 1)} ${count(1)}: ${recordKey}, ${kind.replaceAll("_", " ")}`;
}

function line(name: string, { window, left, width }: Drawn): string {
  const { source, warehouse } = window;
  return `${label(name)}${bar(left, width)} ${count(warehouse)} and ${count(source)} at the source`;
}

const label = (name: string): string => `  ${name.padEnd(15)}`;

const bar = (left: number, width: number): string =>
  "·".repeat(left) + "█".repeat(width) + "·".repeat(Math.max(0, WIDTH - left - width));

const count = (records: number): string => records.toLocaleString("en").padStart(7);
