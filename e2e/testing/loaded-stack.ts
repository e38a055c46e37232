import { join } from "node:path";
import { loadConfig } from "@enrichment-monitor/stack/config";
import { applySchedule } from "@enrichment-monitor/stack/first-run";
import { chooseFreePorts } from "@enrichment-monitor/stack/ports";
import { type Stack, startStack } from "@enrichment-monitor/stack/start-stack";
import type { Supervisor } from "@enrichment-monitor/stack/supervisor";
import { SCHEDULE_ID } from "@enrichment-monitor/temporal";
import { createWarehouseClient, type WarehouseClient } from "@enrichment-monitor/warehouse";
import { Client, Connection, ScheduleOverlapPolicy } from "@temporalio/client";
import { expect, vi } from "vitest";
import { createSourceAdmin, type SourceAdmin } from "../pipeline/source-admin.ts";

export interface LoadedStack {
  stack: Stack;
  sql: WarehouseClient;
  source: SourceAdmin;
  /** Starts a run by the schedule and waits for its end. */
  runPipeline(): Promise<void>;
  /** Closes the connections; the stack ends with its supervisor. */
  close(): Promise<void>;
}

/** Long, so that the schedule starts no run while a test does. */
const INTERVAL_MINUTES = "240";

/**
 * The whole system after its first run. The source's time stands still, and it refuses no request.
 * @param settings further ones of the services
 */
export async function startLoadedStack(
  supervisor: Supervisor,
  settings: Record<string, string> = {},
): Promise<LoadedStack> {
  const folder = await supervisor.temporaryFolder("enrichment-monitor-dashboard-");
  const stack = await startStack({
    config: {
      ...loadConfig({ ENRICHMENT_MONITOR_DATA_DIR: join(folder, "data") }),
      ports: await chooseFreePorts(),
    },
    supervisor,
    environment: {
      ...process.env,
      SOURCE_FAULTS: "calm",
      SOURCE_CLOCK_SPEED: "0",
      SCHEDULE_INTERVAL_MINUTES: INTERVAL_MINUTES,
      ...settings,
    },
  });
  await applySchedule(stack, supervisor);
  const { DATABASE_URL, TEMPORAL_ADDRESS, SOURCE_API_ADMIN_KEY } = stack.connection;
  if (!DATABASE_URL || !TEMPORAL_ADDRESS || !SOURCE_API_ADMIN_KEY)
    throw new Error("The stack has no database, no Temporal server or no source.");
  const sql = createWarehouseClient(DATABASE_URL, { applicationName: "e2e" });
  const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
  const schedule = new Client({ connection }).schedule.getHandle(SCHEDULE_ID);

  async function countRuns(): Promise<number> {
    const [row] = await sql<[{ runs: number }]>`
      select count(*) as runs from ops.runs where finished_at is not null`;
    return row.runs;
  }

  async function runPipeline(): Promise<void> {
    // A run is closed in the ledger just before its workflow ends; until then, a trigger would be skipped.
    await vi.waitFor(async () => expect((await schedule.describe()).info.runningActions).toEqual([]), {
      timeout: 30_000,
      interval: 100,
    });
    const before = await countRuns();
    await schedule.trigger(ScheduleOverlapPolicy.SKIP);
    await vi.waitFor(async () => expect(await countRuns()).toBeGreaterThan(before), {
      timeout: 120_000,
      interval: 250,
    });
  }

  await runPipeline();
  const [first] = await sql<[{ outcome: string; error: string | null }]>`
    select outcome, error from ops.runs order by run_number limit 1`;
  if (!first.outcome.startsWith("succeeded"))
    throw new Error(`The first run ended as ${first.outcome}: ${first.error}`);
  return {
    stack,
    sql,
    source: createSourceAdmin(stack.urls.sourceApi, SOURCE_API_ADMIN_KEY),
    runPipeline,
    close: async () => {
      await sql.end({ timeout: 5 });
      await connection.close();
    },
  };
}
