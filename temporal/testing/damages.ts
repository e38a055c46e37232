import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { JobList } from "./job-list.ts";
import { idOf } from "./memory-source.ts";

/** Both sides: what the source lists, and what the warehouse has made of it. */
export interface DamagedWorld {
  sql: WarehouseClient;
  jobs: JobList;
  /** Jobs in the beginning. Of each, `late` and `invented` are others. */
  size: number;
}

/** What is done to one job. */
export interface Damage {
  kind: DamageKind;
  job: number;
  /** Another one, whose times are used. */
  other: number;
  /** Seconds between two damages that are near each other. */
  near: number;
}

export type DamageKind = keyof typeof DAMAGES;

/** The number of a job that the source lists belatedly because of this one. */
const lateJob = ({ size }: Pick<DamagedWorld, "size">, job: number): number => size + job;

/** The number of a job that the source does not know, and the warehouse does because of this one. */
const inventedJob = ({ size }: Pick<DamagedWorld, "size">, job: number): number => size * 2 + job;

/** Jobs that the damage may change. */
export const jobsOf = (world: Pick<DamagedWorld, "size">, { kind, job }: Damage): number[] => [
  job,
  lateJob(world, job),
  inventedJob(world, job),
  ...(kind === "headsSwapped" ? [nextJob(world, job)] : []),
];

const nextJob = ({ size }: Pick<DamagedWorld, "size">, job: number): number => (job + 1) % size;

const timeOf = ({ jobs }: DamagedWorld, job: number, seconds = 0): Date =>
  new Date((jobs.original(job).updatedAt + seconds) * 1_000);

const damagesOfSource = {
  appearsLate(world: DamagedWorld, { job, other }: Damage) {
    listLate(world, job, world.jobs.original(other).updatedAt);
  },
  vanishes: ({ jobs }: DamagedWorld, { job }: Damage) => jobs.remove(job),
  updatedLate({ jobs }: DamagedWorld, { job, other }: Damage) {
    const at = jobs.original(Math.max(job, other)).updatedAt + 1;
    jobs.change(job, { updatedAt: at, contacts: 1_000_000 + other });
  },
  restored({ jobs }: DamagedWorld, { job, other }: Damage) {
    const earlier = jobs.original(Math.min(job, other));
    jobs.change(job, { ...earlier, job, contacts: 2_000_000 + other });
  },
  contentChanged: ({ jobs }: DamagedWorld, { job }: Damage) => jobs.change(job, { contacts: 4_000_000 }),
  listedTwice({ jobs }: DamagedWorld, { job, other }: Damage) {
    const [own, ...more] = jobs.source.entries.filter((entry) => entry.job === job);
    if (own && more.length === 0)
      jobs.source.entries.push({ ...own, ...jobs.original(other), job, contacts: 3_000_000 });
  },
  listedOnceAgain({ jobs }: DamagedWorld, { job }: Damage) {
    const [first] = jobs.source.entries.filter((entry) => entry.job === job);
    jobs.source.entries = jobs.source.entries.filter((entry) => entry.job !== job || entry === first);
  },
};

function listLate(world: DamagedWorld, job: number, updatedAt: number): void {
  const { entries } = world.jobs.source;
  const late = lateJob(world, job);
  if (entries.some((entry) => entry.job === late)) return;
  entries.push({ ...world.jobs.original(job), createdAt: updatedAt - 20, updatedAt, job: late });
}

const damagesOfBronze = {
  headLost: ({ sql }: DamagedWorld, { job }: Damage) =>
    sql`delete from bronze.enrichment_heads where record_key = ${idOf(job)}::uuid`,
  headElsewhere: (world: DamagedWorld, { job, other }: Damage) =>
    world.sql`
      update bronze.enrichment_heads set updated_at = ${timeOf(world, other)}
      where record_key = ${idOf(job)}::uuid`,
  headWithoutTime: ({ sql }: DamagedWorld, { job }: Damage) =>
    sql`update bronze.enrichment_heads set updated_at = null where record_key = ${idOf(job)}::uuid`,
  headOfAnother: ({ sql }: DamagedWorld, { job, other }: Damage) =>
    sql`
      update bronze.enrichment_heads as head set version_id = another.version_id
      from bronze.enrichment_heads as another
      where head.record_key = ${idOf(job)}::uuid and another.record_key = ${idOf(other)}::uuid`,
  headDeleted: ({ sql }: DamagedWorld, { job }: Damage) =>
    sql`update bronze.enrichment_heads set deleted_at = now() where record_key = ${idOf(job)}::uuid`,
  hashChanged: ({ sql }: DamagedWorld, { job }: Damage) =>
    sql`
      update bronze.enrichment_heads set content_hash = content_hash + 1
      where record_key = ${idOf(job)}::uuid`,
  versionLost: ({ sql }: DamagedWorld, { job }: Damage) =>
    sql`
      delete from bronze.enrichment_versions as version using bronze.enrichment_heads as head
      where head.record_key = ${idOf(job)}::uuid and version.version_id = head.version_id`,
  payloadChanged: (world: DamagedWorld, { job, other }: Damage) =>
    replacePayload(world, job, { total_contacts: 5_000_000 + other }),
  payloadOfAnotherTime: (world: DamagedWorld, { job, other }: Damage) =>
    replacePayload(world, job, { updated_at: timeOf(world, other).toISOString() }),
  payloadUndecodable: ({ sql }: DamagedWorld, { job }: Damage) =>
    sql`
      update bronze.enrichment_versions set payload = '{"id": "\\u0000"}' where record_key = ${idOf(job)}::uuid`,
  /** With its hash: only the source can tell. */
  payloadForged: async (world: DamagedWorld, { job, other }: Damage) => {
    await replacePayload(world, job, { total_contacts: 6_000_000 + other });
    await world.sql`
      update bronze.enrichment_heads as head set content_hash = hashtextextended(payload::text, 0)
      from bronze.enrichment_versions as version
      where head.record_key = ${idOf(job)}::uuid and version.version_id = head.version_id`;
  },
  inventedDuplicate: (world: DamagedWorld, { job, other }: Damage) =>
    world.sql`
      insert into ops.duplicates (record_key, content_hash, updated_at, copies, run_id)
      select record_key, content_hash + 1, ${timeOf(world, other)}, 1,
             (select run_id from ops.runs order by run_number limit 1)
      from bronze.enrichment_heads where record_key = ${idOf(job)}::uuid on conflict do nothing`,
  invented: (world: DamagedWorld, { job, other }: Damage) => inventHead(world, job, timeOf(world, other)),
};

const replacePayload = ({ sql }: DamagedWorld, job: number, changed: Record<string, string | number>) =>
  sql`
    update bronze.enrichment_versions as version
    set payload = (payload::jsonb || ${sql.json(changed)}::jsonb)::json
    from bronze.enrichment_heads as head
    where head.record_key = ${idOf(job)}::uuid and version.version_id = head.version_id
      and bronze.readable(payload)`;

const inventHead = (world: DamagedWorld, job: number, at: Date) =>
  world.sql`
    insert into bronze.enrichment_heads (record_key, version_id, content_hash, dw_ingested_at, dw_updated_at, updated_at)
    select ${idOf(inventedJob(world, job))}::uuid, version_id, content_hash, dw_ingested_at, dw_updated_at, ${at}
    from bronze.enrichment_heads where record_key = ${idOf(job)}::uuid
    on conflict do nothing`;

const damagesOfGold = {
  rowLost: ({ sql }: DamagedWorld, { job }: Damage) =>
    sql`delete from gold.enrichments where id_enriquecimento = ${idOf(job)}::uuid`,
  rowChanged: ({ sql }: DamagedWorld, { job, other }: Damage) =>
    sql`
      update gold.enrichments
      set ${sql(GOLD_CHANGES[other % GOLD_CHANGES.length] ?? {})}
      where id_enriquecimento = ${idOf(job)}::uuid`,
  rowOfAnotherVersion: ({ sql }: DamagedWorld, { job, near }: Damage) =>
    sql`
      update gold.enrichments set id_versao_bronze = id_versao_bronze + ${near}
      where id_enriquecimento = ${idOf(job)}::uuid`,
  rowInvented: (world: DamagedWorld, { job }: Damage) =>
    world.sql`
      insert into gold.enrichments
      select invented.* from gold.enrichments as gold
      cross join lateral jsonb_populate_record(
        gold, jsonb_build_object('id_enriquecimento', ${idOf(inventedJob(world, job))}::text)) as invented
      where gold.id_enriquecimento = ${idOf(job)}::uuid
      on conflict do nothing`,
};

/** A wrong value for each column that people read. */
const GOLD_CHANGES: Record<string, unknown>[] = [
  { id_workspace: idOf(0) },
  { nome_workspace: "Another" },
  { total_contatos: 7_000_000 },
  { tipo_contato: "EMPRESA" },
  { status_processamento: "FALHOU" },
  { data_criacao: new Date(0) },
  { data_atualizacao: new Date(0) },
  { data_atualizacao: new Date("2999-01-01T00:00:00Z") },
  { duracao_processamento_minutos: -1 },
  { tempo_por_contato_minutos: null },
  { processamento_sucesso: false },
  { categoria_tamanho_job: "MUITO_GRANDE" },
  { necessita_reprocessamento: true },
];

/** The counts are equal again, but for those since a time that lies between the two. */
const cancellingPairs = {
  headLostAndInvented: async (world: DamagedWorld, damage: Damage) => {
    await inventHead(world, damage.job, timeOf(world, damage.job, damage.near));
    await damagesOfBronze.headLost(world, damage);
  },
  vanishesAndAppears(world: DamagedWorld, { job, near }: Damage) {
    world.jobs.remove(job);
    listLate(world, job, world.jobs.original(job).updatedAt + near);
  },
  headsSwapped: ({ sql, size }: DamagedWorld, { job }: Damage) =>
    sql`
      update bronze.enrichment_heads as head set updated_at = another.updated_at
      from bronze.enrichment_heads as another
      where head.record_key in (${idOf(job)}::uuid, ${idOf(nextJob({ size }, job))}::uuid)
        and another.record_key in (${idOf(job)}::uuid, ${idOf(nextJob({ size }, job))}::uuid)
        and another.record_key <> head.record_key`,
};

/** By what is damaged. */
export const DAMAGES = {
  ...damagesOfSource,
  ...damagesOfBronze,
  ...damagesOfGold,
  ...cancellingPairs,
};

export const DAMAGE_KINDS = Object.keys(DAMAGES) as DamageKind[];

export async function inflict(world: DamagedWorld, damage: Damage): Promise<void> {
  await DAMAGES[damage.kind](world, damage);
}
