/// <reference lib="dom" />

import type { Browser, Page } from "playwright-core";

export interface PageLoad {
  /** Largest contentful paint, in milliseconds. */
  readonly lcpMs: number;
  /** Cumulative layout shift. */
  readonly cls: number;
  /** Of the compressed bodies, without headers. */
  readonly scriptBytes: number;
}

/** Without a change for this long, a page is complete. */
const QUIET_MS = 1_000;

/** Loads a page as a first visitor does, without a cache, and waits until nothing is loaded or moved any more. */
export async function measureLoad(browser: Browser, url: string): Promise<PageLoad> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "pt-BR" });
  try {
    const page = await context.newPage();
    const script = await countScriptBytes(page);
    await page.addInitScript(observePaintsAndShifts);
    await page.goto(url);
    await page.waitForFunction(
      (quietMs) =>
        performance.now() - window.measured.lastChange > quietMs && document.querySelector("canvas[style]"),
      QUIET_MS,
    );
    const { lcpMs, cls } = await page.evaluate(() => window.measured);
    return { lcpMs, cls, scriptBytes: script.bytes };
  } finally {
    await context.close();
  }
}

declare global {
  interface Window {
    measured: { lcpMs: number; cls: number; lastChange: number };
  }
}

function observePaintsAndShifts(): void {
  window.measured = { lcpMs: 0, cls: 0, lastChange: 0 };
  const observe = (type: string, receive: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) receive(entry);
      window.measured.lastChange = performance.now();
    }).observe({ type, buffered: true });
  observe("largest-contentful-paint", ({ startTime }) => {
    window.measured.lcpMs = startTime;
  });
  observe("layout-shift", (entry) => {
    window.measured.cls += (entry as PerformanceEntry & { value: number }).value;
  });
  observe("resource", () => undefined);
}

async function countScriptBytes(page: Page): Promise<{ bytes: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const scripts = new Set<string>();
  const counted = { bytes: 0 };
  session.on("Network.responseReceived", ({ requestId, response }) => {
    if (response.mimeType.includes("javascript")) scripts.add(requestId);
  });
  session.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) counted.bytes += encodedDataLength;
  });
  return counted;
}
