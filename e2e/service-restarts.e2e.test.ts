import { once } from "node:events";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { closeServer, listenOn } from "@enrichment-monitor/stack/free-port";
import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  createSystemEnvironment,
  findPart,
  runProgram,
  type StartedSystem,
  type SystemEnvironment,
  startSystem,
} from "./started-system.ts";

/** Each part, and what its command line is known by. */
const PARTS = {
  postgres: "/postgres -D",
  temporal: "server start-dev",
  "source-api": "source-api/src/server.ts",
  worker: "temporal/src/worker.ts",
  "analytics-api": "analytics-api/src/server.ts",
  dashboard: "web/src/server.ts",
} as const;
type PartName = keyof typeof PARTS;

const supervisor = createSupervisor();
let environment: SystemEnvironment;
let started: StartedSystem;

beforeAll(async () => {
  environment = await createSystemEnvironment(await supervisor.temporaryFolder("enrichment-monitor-parts-"));
  started = await startSystem(environment);
});
afterAll(async () => {
  started?.process.kill("SIGTERM");
  await supervisor.close();
});

const portOf = (variable: string) => Number(environment.variables[variable]);
const api = (path: string) => `http://127.0.0.1:${portOf("ANALYTICS_API_PORT")}${path}`;
const kill = (part: PartName) => process.kill(findPart(started, PARTS[part]), "SIGKILL");

/** Takes a port from a part that is just dying. */
const takePort = (port: number) => vi.waitFor(() => listenOn(port), { timeout: 5_000, interval: 5 });

/** Waits until the terminal says what `pattern` matches, from `start` of its text on. */
async function untilTold(pattern: RegExp, start: number, timeout = 90_000): Promise<void> {
  await vi.waitFor(() => expect(started.output().slice(start)).toMatch(pattern), { timeout, interval: 50 });
}

/** Runs the pipeline; again while the schedule's own run is at work. Returns the number of the run. */
async function runPipeline(): Promise<number> {
  return vi.waitFor(
    () => {
      const run = runProgram(environment, "stack/src/pipeline-cli.ts", "run", "--json");
      expect(run.stderr).toBe("");
      expect(run.status).toBe(0);
      const { runNumber } = JSON.parse(run.stdout);
      return Number(runNumber);
    },
    { timeout: 120_000, interval: 1_000 },
  );
}

/** Waits until a run reaches the ledger, the API and the dashboard. */
async function untilWhole(): Promise<void> {
  const runNumber = await runPipeline();
  await vi.waitFor(
    async () => {
      const runs = await fetch(api("/pipeline/runs"));
      expect(await runs.text()).toContain(`"run_number":${runNumber},`);
      const page = await fetch(`http://127.0.0.1:${portOf("DASHBOARD_PORT")}/`);
      const html = await page.text();
      expect(page.status, html).toBe(200);
    },
    { timeout: 30_000, interval: 250 },
  );
}

describe("a killed service is restarted, and its clients reconnect", () => {
  test.each(Object.keys(PARTS) as PartName[])("%s", async (part) => {
    const start = started.output().length;
    kill(part);
    await untilTold(new RegExp(`${part} is running again after `), start);
    expect(started.output().slice(start)).toMatch(
      new RegExp(`^\\S+ ${part} ended with signal SIGKILL: restarting in \\d+\\.\\d s\\.$`, "m"),
    );
    await untilWhole();
  });

  test("all of them at once", async () => {
    const start = started.output().length;
    for (const part of Object.keys(PARTS) as PartName[]) kill(part);
    for (const part of Object.keys(PARTS))
      await untilTold(new RegExp(`${part} is running again after `), start);
    await untilWhole();
  });

  test("an event stream of the analytics API survives a PostgreSQL outage", async () => {
    const leave = new AbortController();
    const events = await fetch(api("/events"), { signal: leave.signal });
    let told = "";
    const reading = events.body
      ?.pipeThrough(new TextDecoderStream())
      .pipeTo(
        new WritableStream({
          write(text) {
            told += text;
          },
        }),
      )
      .catch(() => undefined);
    const start = started.output().length;
    kill("postgres");
    await untilTold(/postgres is running again after /, start);
    const runNumber = await runPipeline();
    await vi.waitFor(() => expect(told).toContain(`"run_number":${runNumber},`), { timeout: 30_000 });
    leave.abort();
    await reading;
    const { data } = (await (await fetch(api("/pipeline/runs"))).json()) as {
      data: { run_number: number }[];
    };
    const numbers = data.map((run) => run.run_number);
    // No number is skipped, as a sequence does when its server crashes.
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) - index));
  });

  test("the analytics API starts runs when Temporal was away", async () => {
    const created = runProgram(
      environment,
      "stack/src/pipeline-cli.ts",
      ...["keys", "create", "--name", "parts that die", "--scope", "operator", "--json"],
    );
    const { key } = JSON.parse(created.stdout);
    const request = {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ kind: "incremental" }),
    };
    const start = started.output().length;
    kill("temporal");
    await untilTold(/temporal is running again after /, start);
    await vi.waitFor(async () => expect((await fetch(api("/pipeline/runs"), request)).status).toBe(202), {
      timeout: 60_000,
      interval: 1_000,
    });
  });
});

describe("a service that cannot start", () => {
  test("says which program has its port, and the others stay up", async () => {
    const start = started.output().length;
    kill("dashboard");
    const taker = await takePort(portOf("DASHBOARD_PORT"));
    await untilTold(/dashboard cannot start: Port \d+ is taken by .+ set DASHBOARD_PORT/, start);
    await runPipeline();
    await closeServer(taker);
    await untilTold(/dashboard is running again after /, start);
    await untilWhole();
  });

  test("says why its data directory is of no use, the command line says what is missing, and it comes back", async () => {
    const start = started.output().length;
    const catalog = join(environment.dataDir, "postgres", "global");
    await rename(catalog, `${catalog}.away`);
    kill("postgres");
    await untilTold(
      /postgres cannot start: postgres ended with exit code \d+ \(its log .+\)\. Fix the problem in the log, .+/,
      start,
    );
    const status = runProgram(environment, "stack/src/pipeline-cli.ts", "status");
    expect(status.status).toBe(2);
    expect(status.stderr).toMatch(/^PostgreSQL does not answer at [^\n]+\n$/);
    const health = await fetch(api("/health/live"));
    expect(health.status).toBe(200);
    await rename(`${catalog}.away`, catalog);
    await untilTold(/postgres is running again after /, start);
    await untilWhole();
  });

  // The last one: it comes after an outage of PostgreSQL, whose clients may be waiting to connect again.
  test("does not hold up the end", async () => {
    const start = started.output().length;
    kill("worker");
    await untilTold(/worker ended with signal SIGKILL/, start);
    // Nobody is killed for not ending: that takes 20 seconds.
    const ended = once(started.process, "exit", { signal: AbortSignal.timeout(15_000) });
    started.process.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
    expect(started.output().slice(start)).not.toContain("worker is running again");
  });
});
