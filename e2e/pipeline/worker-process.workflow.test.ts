import { once } from "node:events";
import { createServer as createHttp2Server, type ServerHttp2Session } from "node:http2";
import { createServer, type Server, type Socket } from "node:net";
import { findFreePort, findFreePorts } from "@enrichment-monitor/stack/free-port";
import { ALERTS_SCHEDULE_ID, DEPLOYMENT_NAME } from "@enrichment-monitor/temporal";
import { computeHealth } from "@enrichment-monitor/warehouse/pipeline-health";
import { readTemporalState } from "@enrichment-monitor/warehouse/temporal-state";
import { Client, Connection, ScheduleNotFoundError } from "@temporalio/client";
import { expect, inject, onTestFinished, test, vi } from "vitest";
import { registerNamespace } from "./worker-environment.ts";
import { startWorkerProcess, waitUntilHealthy } from "./worker-process.ts";

const PERMISSION_DENIED = 7;

/** A Temporal server that accepts connections and refuses polls, as with an expired certificate or key. */
async function startRefusingServer(): Promise<string> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createHttp2Server().listen(0, "127.0.0.1");
  server.on("session", (session) => void sessions.add(session));
  server.on("stream", (stream, headers) => {
    stream.resume();
    const refuses = String(headers[":path"]).includes("/Poll");
    const answer = { ":status": 200, "content-type": "application/grpc" };
    if (refuses) {
      stream.respond({ ...answer, "grpc-status": PERMISSION_DENIED, "grpc-message": "refused" });
      stream.end();
      return;
    }
    stream.respond(answer, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": 0 }));
    // An empty message.
    stream.end(Buffer.alloc(5));
  });
  onTestFinished(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  await once(server, "listening");
  return `127.0.0.1:${portOf(server)}`;
}

function portOf(server: Pick<Server, "address">): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

/** A server that accepts connections and never answers. */
async function listenSilently(): Promise<Server> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket)).listen(0, "127.0.0.1");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, "listening");
  return server;
}

// The SDK repeats a refused poll for a minute before it gives up.
test("a worker whose polls Temporal refuses exits with an error, so that it can be restarted", async () => {
  const worker = startWorkerProcess({
    TEMPORAL_ADDRESS: await startRefusingServer(),
    WORKER_HEALTH_PORT: String(await findFreePort()),
  });
  expect(await worker.exited).toEqual([1, null]);
  expect(worker.output()).toContain("refused");
}, 120_000);

test("a SIGTERM ends the worker with exit code 0", async () => {
  const port = await findFreePort();
  const worker = startWorkerProcess({
    TEMPORAL_ADDRESS: inject("temporalAddress"),
    WORKER_HEALTH_PORT: String(port),
  });
  await waitUntilHealthy(port);
  worker.process.kill("SIGTERM");
  expect(await worker.exited).toEqual([0, null]);
});

test("a worker with a port for metrics serves those of Temporal's SDK there", async () => {
  const [healthPort, metricsPort] = await findFreePorts(2);
  startWorkerProcess({
    TEMPORAL_ADDRESS: inject("temporalAddress"),
    WORKER_HEALTH_PORT: String(healthPort),
    WORKER_METRICS_PORT: String(metricsPort),
  });
  await vi.waitFor(
    async () => {
      const answer = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
      expect(await answer.text()).toMatch(/^temporal_num_pollers\{.*poller_type="activity_task".*\} [1-9]/m);
    },
    { timeout: 40_000, interval: 100 },
  );
});

test("a worker with a receiver schedules the alerts, one without removes the schedule, and no address is logged", async () => {
  const connection = await Connection.connect({ address: inject("temporalAddress") });
  onTestFinished(() => connection.close());
  const schedule = new Client({ connection }).schedule.getHandle(ALERTS_SCHEDULE_ID);
  const runUntilHealthy = async (receivers: NodeJS.ProcessEnv): Promise<string> => {
    const port = await findFreePort();
    const worker = startWorkerProcess({
      TEMPORAL_ADDRESS: inject("temporalAddress"),
      WORKER_HEALTH_PORT: String(port),
      ...receivers,
    });
    await waitUntilHealthy(port);
    worker.process.kill("SIGTERM");
    await worker.exited;
    return worker.output();
  };
  const output = await runUntilHealthy({ ALERT_SLACK_URL: "http://127.0.0.1:1/slack-secret" });
  expect(output).toContain('"receivers":["slack"]');
  expect(output).not.toContain("slack-secret");
  expect((await schedule.describe()).action).toMatchObject({ workflowType: "evaluateAlerts" });
  await runUntilHealthy({});
  await expect(schedule.describe()).rejects.toThrow(ScheduleNotFoundError);
}, 120_000);

test("a worker with a build id gets no runs until its build is current, and the health tells what to do", async () => {
  const connection = await Connection.connect({ address: inject("temporalAddress") });
  onTestFinished(() => connection.close());
  const namespace = await registerNamespace(connection);
  const worker = startWorkerProcess({
    TEMPORAL_ADDRESS: inject("temporalAddress"),
    TEMPORAL_NAMESPACE: namespace,
    WORKER_HEALTH_PORT: String(await findFreePort()),
    WORKER_BUILD_ID: "2026.11-a1b2c3",
  });
  const client = new Client({ connection, namespace });
  const health = async () =>
    computeHealth({
      now: new Date(),
      intervalMs: 300_000,
      temporal: await readTemporalState(client),
      lastScheduledStart: null,
      finishedRun: null,
      openRun: null,
      rejects: { open: 0, gold: 0, limitPercent: 20 },
    });
  await vi.waitFor(
    async () =>
      expect((await health()).reasons).toContainEqual(
        expect.objectContaining({
          code: "build_without_workers",
          remedy: expect.stringContaining(
            "set-current-version --deployment-name enrichment-pipeline --build-id 2026.11-a1b2c3",
          ),
        }),
      ),
    { timeout: 40_000, interval: 100 },
  );
  await vi.waitFor(
    () =>
      client.workflowService.setWorkerDeploymentCurrentVersion({
        namespace,
        deploymentName: DEPLOYMENT_NAME,
        buildId: "2026.11-a1b2c3",
      }),
    { timeout: 40_000, interval: 100 },
  );
  await vi.waitFor(
    async () =>
      expect((await health()).reasons.map(({ code }) => code)).toEqual(["schedule_missing", "no_run_yet"]),
    { timeout: 40_000, interval: 100 },
  );
  worker.process.kill("SIGTERM");
  expect(await worker.exited).toEqual([0, null]);
});

test("a SIGTERM ends the worker with exit code 0 while it connects", async () => {
  const server = await listenSilently();
  const connected = once(server, "connection");
  const worker = startWorkerProcess({ TEMPORAL_ADDRESS: `127.0.0.1:${portOf(server)}` });
  await connected;
  worker.process.kill("SIGTERM");
  expect(await worker.exited).toEqual([0, null]);
});

test("without a Temporal server the worker exits and reports the address", async () => {
  const worker = startWorkerProcess({ TEMPORAL_ADDRESS: "127.0.0.1:1" });
  expect(await worker.exited).toEqual([1, null]);
  expect(worker.output()).toContain("Cannot connect to Temporal at 127.0.0.1:1 (");
});

test.each(["WORKER_HEALTH_PORT", "WORKER_METRICS_PORT"])(
  "the worker exits if a port is taken, and names %s to change",
  async (variable) => {
    const port = portOf(await listenSilently());
    const worker = startWorkerProcess({
      TEMPORAL_ADDRESS: inject("temporalAddress"),
      [variable]: String(port),
    });
    expect(await worker.exited).toEqual([1, null]);
    expect(worker.output()).toContain(`${variable} ${port} (`);
  },
);
