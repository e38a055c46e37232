import { createReadStream } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { readMemory, resetPeakMemory } from "../pipeline/process-memory.ts";

export interface CsvDownload {
  readonly seconds: number;
  /** Line feeds in the file: the header and one row for each job. */
  readonly lines: number;
  readonly megabytes: number;
  /** Of the page's process while the file came, in megabytes; Linux only. */
  readonly peakMemory: number;
  readonly memoryBefore: number;
}

/** Exports the list of all jobs with a click, as a user does. `profile`: its name in the menu. */
export async function measureExport(browser: Browser, url: string, profile: string): Promise<CsvDownload> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "pt-BR" });
  try {
    const page = await context.newPage();
    await page.goto(`${url}/enriquecimentos?periodo=tudo`);
    await page.locator('[data-testid="live"][data-state="live"]').waitFor();
    const pid = await findRenderer(page);
    const { resident: memoryBefore } = await readMemory(pid);
    await resetPeakMemory(pid);
    await page.getByRole("button", { name: "Exportar CSV" }).click();
    const start = performance.now();
    const [download] = await Promise.all([
      page.waitForEvent("download", { timeout: 0 }),
      page.getByRole("menuitem", { name: profile }).click(),
    ]);
    const file = await download.path();
    const seconds = (performance.now() - start) / 1_000;
    const { peak: peakMemory } = await readMemory(pid);
    return { seconds, ...(await measureFile(file)), peakMemory, memoryBefore };
  } finally {
    await context.close();
  }
}

/** The process that has used the most processor time of those that show pages. */
async function findRenderer(page: Page): Promise<number> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo } = (await session?.send("SystemInfo.getProcessInfo")) ?? { processInfo: [] };
  const [renderer] = processInfo
    .filter(({ type }) => type === "renderer")
    .sort((a, b) => b.cpuTime - a.cpuTime);
  if (!renderer) throw new Error("The browser has no process for a page.");
  return renderer.id;
}

async function measureFile(path: string): Promise<{ lines: number; megabytes: number }> {
  let lines = 0;
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    for (const byte of chunk) if (byte === 0x0a) lines += 1;
  }
  return { lines, megabytes: bytes / 1e6 };
}
