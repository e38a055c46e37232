import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { startEmbeddedPostgres } from "@enrichment-monitor/stack/embedded-postgres";
import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import Table from "cli-table3";
import { type PlantedTrouble, plantedTroubles } from "./planted-troubles.ts";
import { createWorld, hoursBefore, type Plant, type World } from "./world.ts";

const NOW = new Date("2026-11-23T17:00:00Z");
const SEEDS = [0.1, 0.3, 0.5, 0.7, 0.9];
/** 333 jobs a day. */
const PLANTED_WORLD = { now: NOW, jobs: 60_000, workspaces: 40 };
const QUIET_WORLD = { now: NOW, jobs: 200_000, workspaces: 1_000 };
const QUIET_HOURS = 7 * 24;

interface Score {
  /** How often it was found, for each subject. */
  found: number[];
  /** Entries about others. */
  falseAlarms: number;
}

const NONE: Score = { found: [0, 0, 0, 0], falseAlarms: 0 };

/** The id that a workspace or size has in the key of an entry. */
const subjectId = (subject: string): string =>
  /^\d+$/.test(subject)
    ? createHash("md5")
        .update(`workspace${subject}`)
        .digest("hex")
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
    : subject;

/** `before`, with what was found of one trouble in one world. */
async function score(world: World, trouble: PlantedTrouble, before: Score): Promise<Score> {
  const found = [...before.found];
  let { falseAlarms } = before;
  for (const [index, subject] of trouble.subjects.entries()) {
    const { entries } = await world.findAfter(trouble.plant(subject, NOW));
    const id = subjectId(subject);
    if (entries.some(({ chave }) => chave.startsWith(`${trouble.key}/${id}`)))
      found[index] = (found[index] ?? 0) + 1;
    falseAlarms += entries.filter(
      ({ chave, tipo }) => !chave.includes(id) && tipo !== trouble.consequence,
    ).length;
  }
  return { found, falseAlarms };
}

/** What the warehouse had at `at`: the jobs that ended later were in processing. */
const asOf =
  (at: Date): Plant =>
  (sql) =>
    sql`
    update gold.enrichments
    set status_processamento = 'EM_PROCESSAMENTO', processamento_sucesso = false, necessita_reprocessamento = false
    where data_criacao < ${at} and data_atualizacao > ${at} and status_processamento <> 'EM_PROCESSAMENTO'`;

/** The keys of the entries of each hour of a week in which nothing was planted. */
async function watchQuietWeek(world: World): Promise<{ keys: string[]; tests: number }> {
  const keys: string[] = [];
  let tests = 0;
  for (let hours = QUIET_HOURS - 1; hours >= 0; hours -= 1) {
    const at = hoursBefore(NOW, hours);
    const found = await world.findAfter(asOf(at), at);
    tests += found.tests;
    for (const { chave, p } of found.entries) {
      keys.push(chave);
      process.stderr.write(`False at ${at.toISOString()}: ${chave}, p = ${p}\n`);
    }
  }
  return { keys, tests };
}

const supervisor = createSupervisor();
try {
  const folder = await supervisor.temporaryFolder("enrichment-monitor-bench-");
  const postgres = await startEmbeddedPostgres({
    supervisor,
    dataDir: join(folder, "postgres"),
    port: 0,
    password: randomBytes(16).toString("hex"),
    logFile: join(folder, "postgres.log"),
  });

  const scores = new Map<string, Score>();
  for (const seed of SEEDS) {
    process.stderr.write(`Planting in the world of seed ${seed} …\n`);
    await using world = await createWorld(postgres.url, { ...PLANTED_WORLD, seed });
    for (const trouble of plantedTroubles)
      scores.set(trouble.name, await score(world, trouble, scores.get(trouble.name) ?? NONE));
  }
  const table = new Table({
    head: [`planted in ${SEEDS.length} worlds`, "1st", "2nd", "3rd", "4th", "false alarms"],
    style: { head: [], border: [] },
  });
  for (const [name, { found, falseAlarms }] of scores) table.push([name, ...found, falseAlarms]);
  process.stdout.write(`${table.toString()}\n`);

  process.stderr.write("Watching a quiet week …\n");
  await using quiet = await createWorld(postgres.url, QUIET_WORLD);
  const { keys, tests } = await watchQuietWeek(quiet);
  process.stdout.write(
    `A quiet week of ${QUIET_WORLD.workspaces} workspaces, each hour: ${keys.length} false entries of ${new Set(keys).size} keys in ${tests} comparisons.\n`,
  );
} finally {
  await supervisor.close();
}
