import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDatabase } from "./create-database.ts";
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { createSupervisor, type Supervisor } from "./supervisor.ts";
import { isAlive } from "./terminate.ts";

let supervisor: Supervisor;
let options: EmbeddedPostgresOptions;

beforeEach(async () => {
  supervisor = createSupervisor();
  const folder = await supervisor.temporaryFolder("embedded-postgres-");
  options = {
    supervisor,
    dataDir: join(folder, "data"),
    port: 0,
    password: "p@ss/word?",
    logFile: join(folder, "postgres.log"),
  };
});
afterEach(() => supervisor.close());

async function query(url: string, text: string): Promise<unknown[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end();
  }
}

test("committed data survives SIGKILL, on the same port", async () => {
  const first = await startEmbeddedPostgres(options);
  await query(first.url, "create table kept as select 42 as answer");
  first.process.kill("SIGKILL");
  await first.process.exited;
  const second = await startEmbeddedPostgres({ ...options, port: first.port });
  expect(second.url).toBe(first.url);
  expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("applies settings, sorts text independently of the machine, and listens on loopback only", async () => {
  const { url } = await startEmbeddedPostgres({ ...options, settings: { fsync: "off" } });
  expect(
    await query(
      url,
      `select current_setting('fsync') as fsync, current_setting('listen_addresses') as listen_addresses,
              current_setting('timezone') as timezone, current_setting('server_encoding') as encoding,
              lower('ÇÃO') as folded, datlocprovider as provider
       from pg_database where datname = current_database()`,
    ),
  ).toEqual([
    {
      fsync: "off",
      listen_addresses: "127.0.0.1",
      timezone: "UTC",
      encoding: "UTF8",
      folded: "ção",
      provider: "b",
    },
  ]);
});

test("stops a server that outlived its parent", async () => {
  const leftover = await startEmbeddedPostgres(options);
  const { process } = await startEmbeddedPostgres({ ...options, port: leftover.port });
  expect(await isAlive(leftover.process.pid)).toBe(false);
  expect(await isAlive(process.pid)).toBe(true);
});

test("starts with a stale postmaster.pid that has the process id of another program", async () => {
  const first = await startEmbeddedPostgres(options);
  await first.stop();
  await writeFile(join(options.dataDir, "postmaster.pid"), `${globalThis.process.pid}\n`);
  await expect(startEmbeddedPostgres(options)).resolves.toMatchObject({ process: { name: "postgres" } });
});

test("does not stop a program that only has the data directory as an argument", async () => {
  const first = await startEmbeddedPostgres(options);
  await first.stop();
  const stranger = await supervisor.spawn({
    name: "stranger",
    command: globalThis.process.execPath,
    args: ["--eval", "setInterval(() => {}, 1000)", options.dataDir],
    env: {},
    cwd: options.dataDir,
    logFile: options.logFile,
  });
  await writeFile(join(options.dataDir, "postmaster.pid"), `${stranger.pid}\n`);
  await expect(startEmbeddedPostgres(options)).resolves.toMatchObject({ process: { name: "postgres" } });
  expect(await isAlive(stranger.pid)).toBe(true);
});

test("repeats an interrupted creation", async () => {
  await mkdir(`${options.dataDir}.new`);
  await writeFile(join(`${options.dataDir}.new`, "PG_VERSION"), "18");
  await expect(startEmbeddedPostgres(options)).resolves.toMatchObject({ process: { name: "postgres" } });
});

test("fails at once with a wrong password", async () => {
  const first = await startEmbeddedPostgres(options);
  await first.stop();
  await expect(startEmbeddedPostgres({ ...options, password: "another" })).rejects.toThrow(
    "PostgreSQL refuses the password",
  );
});

test("reports the end of the log of a server that cannot start", async () => {
  const first = await startEmbeddedPostgres(options);
  await first.stop();
  await rename(join(options.dataDir, "global"), join(options.dataDir, "renamed"));
  await expect(startEmbeddedPostgres(options)).rejects.toThrow(
    /^postgres ended with exit code \d+\. .*could not find the database system/s,
  );
});

test("createDatabase creates a database once", async () => {
  const { url } = await startEmbeddedPostgres(options);
  const created = await createDatabase(url, "warehouse");
  expect(await createDatabase(url, "warehouse")).toBe(created);
  expect(await query(created, "select current_database() as name")).toEqual([{ name: "warehouse" }]);
});
