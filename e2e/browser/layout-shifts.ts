/// <reference lib="dom" />

import type { Page } from "playwright-core";

/** Google's limit for a page that does not annoy is 0.1. */
export const MAX_LAYOUT_SHIFT = 0.02;

interface LayoutShift {
  value: number;
  /** What moved, each with its place before and after. */
  moved: string[];
}

/** Not in the DOM's types: the API is not in all browsers. */
interface LayoutShiftEntry extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

declare global {
  interface Window {
    layoutShifts: {
      observer: PerformanceObserver;
      found: LayoutShift[];
      add(entries: PerformanceEntry[]): void;
    };
  }
}

/** Has every document that the page opens from now on record what moves in it, other than by a click or a key. */
export const observeLayoutShifts = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const found: LayoutShift[] = [];
    const nameOf = (node: Node | null) => {
      const element = node instanceof Element ? node : node?.parentElement;
      return `${element?.tagName.toLowerCase()}.${element?.className} "${element?.textContent?.trim().slice(0, 40)}"`;
    };
    const place = ({ x, y, width, height }: DOMRectReadOnly) =>
      [x, y, width, height].map(Math.round).join(" ");
    const add = (entries: PerformanceEntry[]) => {
      for (const { value, hadRecentInput, sources } of entries as LayoutShiftEntry[]) {
        if (hadRecentInput) continue;
        const moved = sources.map(
          ({ node, previousRect, currentRect }) =>
            `${nameOf(node)} from ${place(previousRect)} to ${place(currentRect)}`,
        );
        found.push({ value, moved });
      }
    };
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    window.layoutShifts = { observer, found, add };
  });

/** What has moved in the document so far; nothing, if it is less than `MAX_LAYOUT_SHIFT` in all. */
export async function findLayoutShifts(page: Page): Promise<LayoutShift[]> {
  const found = await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    // The last frame's shifts are known after it.
    await frame();
    await frame();
    window.layoutShifts.add(window.layoutShifts.observer.takeRecords());
    return window.layoutShifts.found;
  });
  const sum = found.reduce((total, { value }) => total + value, 0);
  return sum < MAX_LAYOUT_SHIFT ? [] : found;
}
