import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startEmbeddedPostgres } from "@enrichment-monitor/stack/embedded-postgres";
import { REPOSITORY } from "@enrichment-monitor/stack/repository";
import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import { findTemporalBinary } from "@enrichment-monitor/stack/temporal-binary";
import { startTemporalServer } from "@enrichment-monitor/stack/temporal-server";
import {
  BRONZE_INGEST_WORKFLOW_ID,
  bundleWorkflows,
  PURGE_WORKFLOW_ID,
  RESET_WORKFLOW_ID,
  TASK_QUEUE,
} from "@enrichment-monitor/temporal";
import { WorkflowNotFoundError } from "@temporalio/client";
import { createPipelineEnvironment, type PipelineEnvironment } from "./pipeline-environment.ts";

// Records the histories of the replay test, or those of the scenarios given as arguments. Run it by hand after an intentionally
// incompatible change of the workflows.

const FOLDER = fileURLToPath(new URL("../../temporal/src/workflows/histories", import.meta.url));
const run = promisify(execFile);

interface Scenario {
  settings?: Parameters<typeof createPipelineEnvironment>[2];
  play(environment: PipelineEnvironment): Promise<void>;
}

const slow = { latency_ms: { least: 30, extra: 10 } };

const scenarios: Record<string, Scenario> = {
  success: {
    async play({ run }) {
      await run();
      await run({}, "linearPipeline");
    },
  },
  idle: {
    async play({ run }) {
      await run();
      await run();
      await run({}, "linearPipeline");
    },
  },
  "rate-limited": {
    async play({ admin, run }) {
      await admin.setFaults({ preset: "storm", retry_after: { huge: 0, least: 0, extra: 1 } });
      await run();
    },
  },
  backfill: {
    async play({ run }) {
      await run({ kind: "backfill", window: { from: "2026-01-01T00:00:00Z", to: null } });
    },
  },
  reconcile: {
    async play({ admin, run }) {
      await run();
      await admin.remove(5);
      await run({ kind: "reconcile" });
    },
  },
  deletions: {
    async play({ admin, run }) {
      await run();
      await admin.remove(5);
      await run();
      await admin.remove(5);
      await run({}, "linearPipeline");
    },
  },
  "already-running": {
    async play({ run }) {
      await Promise.all([run(), run({}, "linearPipeline")]);
    },
  },
  failed: {
    settings: { MAX_REJECTED_PERCENT: 1 },
    async play({ admin, start }) {
      await admin.malform("blank_name", 500);
      await (await start()).result().catch(() => undefined);
      await (await start({}, "linearPipeline")).result().catch(() => undefined);
    },
  },
  canceled: {
    async play({ admin, start, client }) {
      await admin.setFaults(slow);
      const modular = await start();
      await untilRunning(client, BRONZE_INGEST_WORKFLOW_ID);
      await modular.cancel();
      await modular.result().catch(() => undefined);
      const linear = await start({}, "linearPipeline");
      await linear.cancel();
      await linear.result().catch(() => undefined);
    },
  },
  paused: {
    settings: { ACTIVITY_TIME_BOX_MS: 50 },
    async play({ admin, start, client }) {
      await admin.setFaults(slow);
      const pipeline = await start();
      await untilRunning(client, BRONZE_INGEST_WORKFLOW_ID);
      await pipeline.executeUpdate("pause");
      await client.workflow.getHandle(BRONZE_INGEST_WORKFLOW_ID).query("progress");
      await pipeline.executeUpdate("resume");
      await pipeline.result();
    },
  },
  "continued-as-new": {
    settings: { ACTIVITY_TIME_BOX_MS: 20 },
    async play({ admin, run }) {
      await admin.setFaults({ latency_ms: { least: 2, extra: 2 } });
      await run();
      await run({ kind: "reconcile" }, "linearPipeline");
    },
  },
  purge: {
    async play({ client }) {
      await client.workflow.execute("purgeHistory", {
        taskQueue: TASK_QUEUE,
        workflowId: PURGE_WORKFLOW_ID,
        args: [],
      });
    },
  },
  alerts: {
    async play({ client, sql }) {
      const execute = (workflow: string, workflowId: string, ...args: unknown[]) =>
        client.workflow.execute(workflow, { taskQueue: TASK_QUEUE, workflowId, args });
      await execute("evaluateAlerts", "evaluate");
      await execute("testAlerts", "test", null);
      const [message] = await sql`
        with alert as (
          insert into ops.alerts (key, entry, seen, missed, first_seen_at, last_seen_at, begun_at)
          values ('pipeline/run_overdue', '{}', 2, 0, now(), now(), now()) returning alert_id)
        insert into ops.alert_messages (alert_id, event, receiver, created_at, delivered_at)
        select alert_id, 'begin', 'slack', now(), now() from alert returning alert_id as "alertId", event, receiver`;
      await execute("deliverAlert", "delivered", message);
      await execute("deliverAlert", "given-up", { ...message, event: "end" }).catch(() => undefined);
    },
  },
  "warehouse-reset": {
    async play({ admin, start, client }) {
      await admin.setFaults(slow);
      const pipeline = await start();
      await untilRunning(client, BRONZE_INGEST_WORKFLOW_ID);
      await client.workflow.execute("resetWarehouse", {
        taskQueue: TASK_QUEUE,
        workflowId: RESET_WORKFLOW_ID,
        args: [1],
      });
      await pipeline.result().catch(() => undefined);
    },
  },
};

async function untilRunning(client: PipelineEnvironment["client"], workflowId: string): Promise<void> {
  const started = async () => {
    try {
      return (await client.workflow.getHandle(workflowId).describe()).status.name === "RUNNING";
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  };
  while (!(await started()));
}

async function recordHistories(
  name: string,
  { client }: PipelineEnvironment,
  address: string,
): Promise<void> {
  const binary = await findTemporalBinary();
  const counts = new Map<string, number>();
  const executions = await Array.fromAsync(client.workflow.list());
  for (const { type, workflowId, runId } of executions.reverse()) {
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    // The SDK can replay what this command writes, but not what its own client fetches.
    const { stdout } = await run(
      binary,
      [
        ...["workflow", "show", "--output", "json", "--workflow-id", workflowId, "--run-id", runId],
        ...["--address", address, "--namespace", client.options.namespace],
      ],
      { maxBuffer: 64 * 1024 * 1024 },
    );
    // Stack traces contain the path of the repository.
    await writeFile(join(FOLDER, `${name}.${type}.${count}.json`), stdout.replaceAll(REPOSITORY, ""));
  }
}

const chosen = process.argv.slice(2);
const isChosen = (name: string) => chosen.length === 0 || chosen.includes(name);

/** Also those of scenarios that are gone, unless some were chosen. */
async function removeHistories(): Promise<void> {
  for (const file of await readdir(FOLDER))
    if (isChosen(file.split(".")[0] ?? "")) await rm(join(FOLDER, file));
}

const supervisor = createSupervisor();
try {
  const folder = await supervisor.temporaryFolder("enrichment-monitor-histories-");
  await chmod(folder, 0o711);
  const { url } = await startEmbeddedPostgres({
    supervisor,
    dataDir: join(folder, "postgres"),
    port: 0,
    password: randomBytes(16).toString("hex"),
    logFile: join(folder, "postgres.log"),
  });
  const workflowBundle = join(folder, "workflows.js");
  await writeFile(workflowBundle, (await bundleWorkflows()).code);
  await removeHistories();
  for (const [name, { settings, play }] of Object.entries(scenarios)) {
    if (!isChosen(name)) continue;
    const server = await startTemporalServer({
      supervisor,
      port: 0,
      uiPort: 0,
      namespace: "default",
      dynamicConfig: name === "continued-as-new" ? { "limit.historyCount.suggestContinueAsNew": "20" } : {},
      logFile: join(folder, "temporal.log"),
    });
    const servers = { postgresUrl: url, temporalAddress: server.address, workflowBundle };
    {
      await using environment = await createPipelineEnvironment(
        servers,
        { SOURCE_RECORDS: "4500" },
        settings,
      );
      await play(environment);
      await recordHistories(name, environment, server.address);
    }
    await server.stop();
  }
} finally {
  await supervisor.close();
}
