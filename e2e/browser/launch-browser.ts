import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";
import { unpackChromium } from "./packaged-chromium.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const MACOS_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

const FLAGS = [
  // It only ever shows our own pages, and root cannot have the sandbox.
  "--no-sandbox",
  "--no-first-run",
  // Nothing but the pages under test goes over the network.
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Launches a headless Chromium: one of the machine's, else the packaged one. Throws an AggregateError with every
 * browser's own reason when none starts.
 */
export async function launchBrowser(): Promise<Browser> {
  const failures: unknown[] = [];
  for (const executablePath of await findInstalled()) {
    try {
      return await launch({ executablePath });
    } catch (error) {
      failures.push(error);
    }
  }
  try {
    const { executablePath, fonts } = await unpackChromium();
    return await launch({ executablePath, env: { ...process.env, FONTCONFIG_PATH: fonts } });
  } catch (error) {
    throw new AggregateError(
      [...failures, error],
      "No Chromium starts on this machine: install chromium or Google Chrome.",
    );
  }
}

async function launch(options: LaunchOptions): Promise<Browser> {
  return chromium.launch({ ...options, headless: true, args: FLAGS, timeout: 30_000 });
}

/** The browsers on PATH and in their usual place on macOS. */
async function findInstalled(): Promise<string[]> {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), MACOS_CHROME];
  const executable = await Promise.all(
    candidates.map((file) =>
      access(file, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return candidates.filter((_, index) => executable[index]);
}
