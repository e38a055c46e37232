import { deepEqual, equal, match, ok } from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { createHttpSession } from "../browser/http-session.ts";
import { expectedFrom, readGold } from "../pipeline/compare-gold.ts";
import { type ContainerSystem, listLeftovers, startContainers } from "./container-system.ts";
import { docker, requireEngine, succeeds } from "./docker.ts";
import { makeStandIn, readBaseImages } from "./make-stand-ins.ts";

// On demand: `pnpm test:containers`. It needs a container engine, and half an hour the first time where images cannot be pulled.

const MAX_IMAGE_MB = 400;
/** Before each run that is hit. */
const CHANGED_RECORDS = 1_000;
/** For a run whose activities were on a killed worker: they are repeated once their heartbeats are missed. */
const RUN_TIMEOUT_MS = 5 * 60_000;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Pulls the images; where that fails, stand-ins get their names. Returns those names. */
async function provideImages(): Promise<string[]> {
  const services = (await docker(["compose", "config", "--images"])).split("\n");
  const images = [...(await readBaseImages()), ...services.filter((image) => image.includes(":"))];
  const replaced: string[] = [];
  for (const image of new Set(images)) {
    if (await succeeds(docker(["image", "inspect", image]))) say(`  ${image}: is here`);
    else if (await succeeds(docker(["pull", "--quiet", image]))) say(`  ${image}: pulled`);
    else {
      say(`  ${image}: cannot be pulled; a stand-in takes its place …`);
      const made = await makeStandIn(image);
      replaced.push(image);
      say(`  ${image}: STAND-IN: ${made}`);
    }
  }
  return replaced;
}

async function waitFor(what: string, condition: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  for (const end = Date.now() + timeoutMs; !(await condition()); await sleep(100))
    if (Date.now() > end) throw new Error(`Waited for ${timeoutMs / 1_000} s without success: ${what}.`);
}

async function checkFirstRun({ sql }: ContainerSystem): Promise<void> {
  const hasEnded = async () => (await sql`select from ops.runs where finished_at is not null`).length > 0;
  await waitFor("the first run ends", hasEnded, RUN_TIMEOUT_MS);
  const [run] = await sql`
    select kind, outcome, balanced, verdict from ops.runs join ops.proofs using (run_id) where run_number = 1`;
  deepEqual({ ...run }, { kind: "first_load", outcome: "succeeded", balanced: true, verdict: "proved" });
}

/** Kills a container while a run has read a part of the source, and expects that run to succeed. */
async function checkKill(system: ContainerSystem, service: string): Promise<void> {
  const { admin, pipeline, sql } = system;
  await admin.bulkUpdate(CHANGED_RECORDS);
  const run = pipeline(["backfill", "--json"]);
  // Rejections are handled below.
  run.catch(() => undefined);
  const isHalfway = async () => {
    const slices = await sql`
      select from ops.slices join ops.runs using (run_id)
      where runs.finished_at is null and commits > 0 and slices.finished_at is null`;
    return slices.length > 0;
  };
  await waitFor("a run is halfway", isHalfway, RUN_TIMEOUT_MS);
  await system.killAndStart(service);
  match(JSON.parse(await run).outcome, /^succeeded/);
}

/** @returns the number of records */
async function checkGold({ sql, admin, pipeline }: ContainerSystem): Promise<number> {
  // Records change no more, so that they can be compared.
  await admin.setClock({ speed: 0 });
  await pipeline(["run"]);
  const records = await admin.records();
  deepEqual(await readGold(sql), expectedFrom(records));
  return records.length;
}

async function checkRunNumbers({ sql }: ContainerSystem): Promise<void> {
  const runs = await sql<{ number: number }[]>`select run_number as number from ops.runs order by run_number`;
  deepEqual(
    runs.map(({ number }) => number),
    runs.map((_, index) => index + 1),
  );
}

async function checkScale({ compose, pipeline }: ContainerSystem): Promise<void> {
  await compose(["up", "--detach", "--no-build", "--no-recreate", "--scale", "worker=3"]);
  const workers = async () => JSON.parse(await pipeline(["status", "--json"])).workers as number;
  await waitFor("`status` counts three workers", async () => (await workers()) === 3, 60_000);
}

async function checkDashboard({ dashboardUrl, pipeline }: ContainerSystem): Promise<void> {
  const { key } = JSON.parse(
    await pipeline(["keys", "create", "--name", "test", "--scope", "read", "--json"]),
  );
  const session = createHttpSession(dashboardUrl);
  equal((await session.get("/")).status, 303);
  await session.post("/entrar", { chave: key });
  equal((await session.get("/")).status, 200);
}

async function testContainers(): Promise<void> {
  await using system = await startContainers();
  const megabytes = Math.round((await system.imageSize()) / 1_000_000);
  ok(megabytes < MAX_IMAGE_MB, `The image has ${megabytes} MB: ${MAX_IMAGE_MB} at most.`);
  say(`✓ The compose file is up without any preparation; the image has ${megabytes} MB.`);
  await checkFirstRun(system);
  say("✓ The first run started by itself, succeeded and is proved.");
  // Each request takes a while, so that a run can be hit.
  await system.admin.setFaults({ preset: "calm", latency_ms: { least: 300, extra: 0 } });
  for (const service of ["worker", "postgres", "temporal"]) {
    await checkKill(system, service);
    say(`✓ The container of ${service} was killed during a run, which succeeded.`);
  }
  say(`✓ Gold equals the source in all columns of ${await checkGold(system)} records.`);
  await checkRunNumbers(system);
  say("✓ The numbers of the runs have no gaps.");
  await checkScale(system);
  say("✓ Three workers are up, and `status` counts three.");
  await checkDashboard(system);
  say("✓ The dashboard signs in with a key of the command line.");
}

async function main(): Promise<void> {
  await requireEngine();
  say("Images:");
  const replaced = await provideImages();
  try {
    await testContainers();
  } finally {
    // Nobody shall take them for the real ones; under their own names they stay for the next time.
    for (const image of replaced) await docker(["image", "rm", image]);
  }
  deepEqual(await listLeftovers(), []);
  say("✓ Containers, volumes, networks and the built image are gone.");
}

try {
  await main();
} catch (error) {
  process.stderr.write(`✗ ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
