/// <reference lib="dom" />

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** Rules of axe that the page breaks, each with the elements. */
export async function findAccessibilityViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}

/** Elements that reach beyond the page's right edge and are not inside a region that scrolls or clips. */
export const findWideElements = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const limit = document.documentElement.clientWidth + 1;
    const clips = (element: Element | null): boolean =>
      element !== null &&
      element !== document.documentElement &&
      (getComputedStyle(element).overflowX !== "visible" || clips(element.parentElement));
    return [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > limit && !clips(element.parentElement))
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
  });

/** Text that is cut off: wider than its box, which hides the rest without a way to scroll to it. */
export const findCutText = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.body.querySelectorAll<HTMLElement>("button, a, th, td, h1, h2, label, dt, dd")]
      .filter((element) => {
        const { overflowX } = getComputedStyle(element);
        return (
          overflowX === "hidden" && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1
        );
      })
      .map((element) => `${element.tagName.toLowerCase()}: ${element.textContent?.trim()}`),
  );

/** Waits until every chart has drawn: Chart.js then sets the size of its canvas. */
export async function untilChartsAreDrawn(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll("canvas")].every(({ style }) => style.height),
  );
}

/** Brings the heat map into the window, if the page has one, and waits for it: it is loaded when it comes near. */
export async function untilHeatMapIsShown(page: Page): Promise<void> {
  const map = page.getByTestId("heatmap");
  if ((await map.count()) === 0) return;
  await map.scrollIntoViewIfNeeded();
  await map.getByTestId("heatmap-table").waitFor();
}
