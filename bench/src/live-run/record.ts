import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { launchBrowser } from "@enrichment-monitor/e2e/browser/launch-browser";
import { loadConfig } from "@enrichment-monitor/stack/config";
import { applySchedule, runPipelineOnce } from "@enrichment-monitor/stack/first-run";
import { chooseFreePorts } from "@enrichment-monitor/stack/ports";
import { REPOSITORY } from "@enrichment-monitor/stack/repository";
import { startStack } from "@enrichment-monitor/stack/start-stack";
import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import { createSourceAdmin } from "../pipeline/source-admin.ts";
import { encodeGif, type Frame } from "./encode-gif.ts";

const FILE = join(REPOSITORY, "docs/images/live-run.gif");

const WINDOW = { width: 1_440, height: 900 };
/** The picture is 960 pixels wide. */
const SCALE = 2 / 3;
const FRAME_MS = 250;
/** Before the first click, and after the end. */
const STILL_MS = 1_500;
/** On a busy machine a run takes longer: the animation is then shown faster. */
const SHOWN_MS = 14_000;

/** Enough changes for several slices, over the last half hour. */
const CHANGES = { times: 30, records: 300, hoursBetween: 1 / 60 };
/** Of each request: the run is read in some seconds, as from a source far away. */
const LATENCY_MS = 150;

await using resources = new AsyncDisposableStack();
const supervisor = createSupervisor();
resources.defer(() => supervisor.close());
const folder = await supervisor.temporaryFolder("enrichment-monitor-live-run-");
process.stderr.write("Starting the system …\n");
const stack = await startStack({
  config: {
    ...loadConfig({ ENRICHMENT_MONITOR_DATA_DIR: join(folder, "data") }),
    ports: await chooseFreePorts(),
  },
  supervisor,
  environment: {
    ...process.env,
    SOURCE_FAULTS: "calm",
    SOURCE_RECORDS: "10000",
    SOURCE_CLOCK_NOW: new Date(Date.now() - CHANGES.times * CHANGES.hoursBetween * 3_600_000).toISOString(),
    SOURCE_CLOCK_SPEED: "0",
  },
});
await applySchedule(stack, supervisor);
await runPipelineOnce(stack, supervisor);
const source = createSourceAdmin(stack.urls.sourceApi, stack.connection.SOURCE_API_ADMIN_KEY ?? "");
for (let time = 0; time < CHANGES.times; time += 1) {
  await source.advance(CHANGES.hoursBetween);
  await source.touch(CHANGES.records);
}
await source.setFaults({ latency_ms: { least: LATENCY_MS, extra: 0 } });

const browser = await launchBrowser();
resources.defer(() => browser.close());
const context = await browser.newContext({
  viewport: WINDOW,
  deviceScaleFactor: SCALE,
  locale: "pt-BR",
  reducedMotion: "reduce",
});
const page = await context.newPage();
await page.goto(`${stack.urls.dashboard}/pipeline`);
await page.locator('[data-testid="live"][data-state="live"]').waitFor();

process.stderr.write("Recording a run …\n");
const frames: Frame[] = [];
let isRecording = true;
const recording = record();
await sleep(STILL_MS);
await page.getByRole("button", { name: "Executar agora" }).click();
await sleep(STILL_MS);
await page.getByRole("alertdialog").getByRole("button", { name: "Executar agora" }).click();
await page.getByTestId("open-run").waitFor();
await page.getByTestId("countdown").waitFor();
await sleep(STILL_MS);
isRecording = false;
await recording;

const recordedMs = frames.reduce((total, { shownFor }) => total + shownFor, 0);
const speed = Math.max(1, recordedMs / SHOWN_MS);
const gif = await encodeGif(frames.map(({ png, shownFor }) => ({ png, shownFor: shownFor / speed })));
await writeFile(FILE, gif);
process.stderr.write(
  `${FILE}: ${frames.length} frames, ${(gif.length / 1e6).toFixed(2)} MB, shown ${speed.toFixed(1)} times as fast as recorded\n`,
);

async function record(): Promise<void> {
  let png = await page.screenshot();
  let taken = performance.now();
  while (isRecording) {
    await sleep(Math.max(0, FRAME_MS - (performance.now() - taken)));
    const next = await page.screenshot();
    const now = performance.now();
    frames.push({ png, shownFor: now - taken });
    png = next;
    taken = now;
  }
  frames.push({ png, shownFor: STILL_MS });
}
