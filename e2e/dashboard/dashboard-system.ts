import { join } from "node:path";
import { loadConfig } from "@enrichment-monitor/stack/config";
import { applySchedule } from "@enrichment-monitor/stack/first-run";
import { chooseFreePorts } from "@enrichment-monitor/stack/ports";
import { type Stack, startStack } from "@enrichment-monitor/stack/start-stack";
import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import { SCHEDULE_ID } from "@enrichment-monitor/temporal";
import { createWarehouseClient, type WarehouseClient } from "@enrichment-monitor/warehouse";
import { Client, Connection, ScheduleOverlapPolicy } from "@temporalio/client";
import { expect, vi } from "vitest";
import { createSourceAdmin, type SourceAdmin } from "../pipeline/source-admin.ts";

export interface DashboardSystem extends AsyncDisposable {
  readonly stack: Stack;
  readonly sql: WarehouseClient;
  readonly source: SourceAdmin;
  /** Starts a run by the schedule and waits for its end. */
  run(): Promise<void>;
}

/** The whole system in processes of its own. The source's clock stands still, so the only runs are those that a test starts. */
export async function startDashboardSystem(): Promise<DashboardSystem> {
  await using unfinished = new AsyncDisposableStack();
  const supervisor = createSupervisor();
  unfinished.defer(() => supervisor.close());
  const folder = await supervisor.temporaryFolder("enrichment-monitor-dashboard-");
  const stack = await startStack({
    config: {
      ...loadConfig({ ENRICHMENT_MONITOR_DATA_DIR: join(folder, "data") }),
      ports: await chooseFreePorts(),
    },
    supervisor,
    environment: { ...process.env, SOURCE_FAULTS: "seed", SOURCE_CLOCK_SPEED: "0" },
  });
  const setting = (name: string): string => {
    const value = stack.connection[name];
    if (value === undefined) throw new Error(`The stack has no ${name}.`);
    return value;
  };
  await applySchedule(stack, supervisor);
  const sql = createWarehouseClient(setting("DATABASE_URL"), { applicationName: "e2e-dashboard" });
  unfinished.defer(() => sql.end({ timeout: 5 }));
  const connection = await Connection.connect({ address: setting("TEMPORAL_ADDRESS") });
  unfinished.defer(() => connection.close());
  const schedule = new Client({ connection }).schedule.getHandle(SCHEDULE_ID);
  const countRuns = async (): Promise<number> => {
    const [runs] = await sql<[{ finished: number }]>`
      select count(*)::int as finished from ops.runs where finished_at is not null`;
    return runs.finished;
  };
  const resources = unfinished.move();
  return {
    stack,
    sql,
    source: createSourceAdmin(stack.urls.sourceApi, setting("SOURCE_API_ADMIN_KEY")),
    async run() {
      const before = await countRuns();
      await schedule.trigger(ScheduleOverlapPolicy.SKIP);
      await vi.waitFor(async () => expect(await countRuns()).toBeGreaterThan(before), {
        timeout: 120_000,
        interval: 250,
      });
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
