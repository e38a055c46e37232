import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import type { Browser, BrowserContextOptions, Page, Response } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { launchBrowser } from "../browser/launch-browser.ts";
import { type LoadedStack, startLoadedStack } from "./loaded-stack.ts";

// Each test file has its own; they are there from its first hook on.
export let loaded: LoadedStack;
export let browser: Browser;
/** A page of a first visitor, another for each test. */
export let page: Page;

/**
 * Sets up a loaded stack and a browser for the tests of a file, and a page for each test.
 * @param settings further ones of the services
 */
export function useDashboard(
  options: BrowserContextOptions = {},
  settings: Record<string, string> = {},
): void {
  const supervisor = createSupervisor();

  beforeAll(async () => {
    loaded = await startLoadedStack(supervisor, settings);
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await loaded?.close();
    await supervisor.close();
  });

  beforeEach(async () => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: "pt-BR",
      ...options,
    });
    page = await context.newPage();
  });

  afterEach(() => page.context().close());
}

export const open = (path: string): Promise<Response | null> => page.goto(loaded.stack.urls.dashboard + path);

/** What the page says of its connection to the event stream. */
export const live = (): Promise<string | null> => page.getByTestId("live").getAttribute("data-state");

/** Opens a page and waits until its scripts work and its event stream is connected. */
export async function openLive(path: string): Promise<Response | null> {
  const response = await open(path);
  await expect.poll(live).toBe("live");
  return response;
}
