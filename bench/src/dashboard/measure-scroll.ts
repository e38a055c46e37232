/// <reference lib="dom" />

import { untilChartsAreDrawn } from "@enrichment-monitor/e2e/browser/check-page";
import type { Browser } from "playwright-core";

const WINDOW = { width: 1_440, height: 900 };

/** Pixels a second: as fast as a mouse wheel that is turned without a pause. */
const SPEED = 2_000;

declare global {
  interface Window {
    frameTimes: number[];
  }
}

/** Scrolls a page to its end and back, and returns the milliseconds from each frame to the next. */
export async function measureScroll(browser: Browser, url: string): Promise<number[]> {
  const context = await browser.newContext({ viewport: WINDOW, locale: "pt-BR" });
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.locator('[data-testid="live"][data-state="live"]').waitFor();
    await untilChartsAreDrawn(page);
    const session = await context.newCDPSession(page);
    const distance = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    if (distance <= 0) throw new Error(`${url} is not longer than its window.`);
    await page.evaluate(recordFrames);
    for (const yDistance of [-distance, distance])
      await session.send("Input.synthesizeScrollGesture", {
        x: WINDOW.width / 2,
        y: WINDOW.height / 2,
        yDistance,
        speed: SPEED,
        preventFling: true,
        gestureSourceType: "mouse",
      });
    const times = await page.evaluate(() => window.frameTimes);
    return times.slice(1).map((time, index) => time - (times[index] ?? 0));
  } finally {
    await context.close();
  }
}

function recordFrames(): void {
  window.frameTimes = [];
  const record = (time: number) => {
    window.frameTimes.push(time);
    requestAnimationFrame(record);
  };
  requestAnimationFrame(record);
}
