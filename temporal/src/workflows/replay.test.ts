import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Runtime, Worker } from "@temporalio/worker";
import { beforeAll, describe, expect, test } from "vitest";
import { bundleTracedWorkflows, bundleWorkflows, type WorkflowBundle } from "../workflow-bundle.ts";

const FOLDER = new URL("./histories/", import.meta.url);
const histories = readdirSync(fileURLToPath(FOLDER));
const read = (name: string): string => readFileSync(new URL(name, FOLDER), "utf8");

/** Where the spans of traced workflows end. */
const NO_SPANS = { exporter: { export: { fn: () => undefined } } };

let workflowBundle: WorkflowBundle;
let tracedBundle: WorkflowBundle;

beforeAll(async () => {
  Runtime.install({ telemetryOptions: { logging: { filter: "OFF", forward: {} } } });
  workflowBundle = await bundleWorkflows();
  tracedBundle = await bundleTracedWorkflows();
}, 60_000);

/**
 * Workflows started by an older version continue with the current code. Each history was recorded from a real server. To record them
 * again after an intended incompatible change: node e2e/pipeline/record-histories.ts
 */
describe("recorded histories replay", () => {
  test.each(histories)("%s", async (name) => {
    await Worker.runReplayHistory({ workflowBundle }, JSON.parse(read(name)));
  });

  test.each(histories)("%s, once tracing is switched on", async (name) => {
    await Worker.runReplayHistory({ workflowBundle: tracedBundle, sinks: NO_SPANS }, JSON.parse(read(name)));
  });

  test("of every workflow, and of every way it can end", () => {
    const covered = (part: string) => histories.some((name) => name.includes(part));
    for (const type of [
      "enrichmentPipeline",
      "bronzeIngest",
      "goldTransform",
      "linearPipeline",
      "purgeHistory",
      "resetWarehouse",
      "evaluateAlerts",
      "deliverAlert",
      "testAlerts",
    ])
      expect(covered(`.${type}.`), type).toBe(true);
    for (const scenario of [
      "success",
      "idle",
      "rate-limited",
      "canceled",
      "failed",
      "continued-as-new",
      "warehouse-reset",
    ])
      expect(covered(`${scenario}.`), scenario).toBe(true);
  });

  test("an incompatible history is noticed", async () => {
    const changed = read("success.goldTransform.1.json").replaceAll(
      "transformPending",
      "transformEverything",
    );
    await expect(Worker.runReplayHistory({ workflowBundle }, JSON.parse(changed))).rejects.toThrow();
  });
});
