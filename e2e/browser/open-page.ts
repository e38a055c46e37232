import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** Widths in pixels. */
export const PHONE = 390;
export const NOTEBOOK = 1440;
export const DESKTOP = 1920;

export const LANGUAGES = ["pt-BR", "en"] as const;
export const THEMES = ["light", "dark"] as const;

export interface View {
  width?: number;
  language?: (typeof LANGUAGES)[number];
  theme?: (typeof THEMES)[number];
}

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** What the browser has reported so far: script errors, blocked resources, failed requests. */
  readonly complaints: readonly string[];
}

/** Opens a page in a browser context of its own, as a first visitor. */
export async function openPage(
  browser: Browser,
  url: string,
  { width = NOTEBOOK, language = "pt-BR", theme = "light" }: View = {},
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: language,
    colorScheme: theme,
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}
