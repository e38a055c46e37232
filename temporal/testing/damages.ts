import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { JobList } from "./job-list.ts";
import { idOf } from "./memory-source.ts";

/** The source and the warehouse. */
export interface DamagedSystem {
  sql: WarehouseClient;
  jobs: JobList;
  /** The number of jobs before any damage. Late and invented jobs have higher numbers. */
  size: number;
}

/** A damage of one job. */
export interface Damage {
  kind: DamageKind;
  job: number;
  /** A job whose times are used. */
  other: number;
  /** Seconds between two related damages. */
  near: number;
}

export type DamageKind = keyof typeof DAMAGES;

/** The number of the job that a damage of this job makes the source list late. */
const lateJob = ({ size }: Pick<DamagedSystem, "size">, job: number): number => size + job;

/** The number of the job that a damage of this job adds to the warehouse alone. */
const inventedJob = ({ size }: Pick<DamagedSystem, "size">, job: number): number => size * 2 + job;

/** Jobs whose records the damage may change. */
export const affectedJobs = (system: Pick<DamagedSystem, "size">, { kind, job }: Damage): number[] => [
  job,
  lateJob(system, job),
  inventedJob(system, job),
  ...(kind === "headsSwapped" ? [nextJob(system, job)] : []),
];

const nextJob = ({ size }: Pick<DamagedSystem, "size">, job: number): number => (job + 1) % size;

const timeOf = ({ jobs }: DamagedSystem, job: number, seconds = 0): Date =>
  new Date((jobs.original(job).updatedAt + seconds) * 1_000);

const damagesOfSource = {
  appearsLate(system: DamagedSystem, { job, other }: Damage) {
    listLate(system, job, system.jobs.original(other).updatedAt);
  },
  deleted: ({ jobs }: DamagedSystem, { job }: Damage) => jobs.remove(job),
  updatedLate({ jobs }: DamagedSystem, { job, other }: Damage) {
    const at = jobs.original(Math.max(job, other)).updatedAt + 1;
    jobs.change(job, { updatedAt: at, contacts: 1_000_000 + other });
  },
  restored({ jobs }: DamagedSystem, { job, other }: Damage) {
    const earlier = jobs.original(Math.min(job, other));
    jobs.change(job, { ...earlier, job, contacts: 2_000_000 + other });
  },
  contentChanged: ({ jobs }: DamagedSystem, { job }: Damage) => jobs.change(job, { contacts: 4_000_000 }),
  listedTwice({ jobs }: DamagedSystem, { job, other }: Damage) {
    const [own, ...more] = jobs.source.entries.filter((entry) => entry.job === job);
    if (own && more.length === 0)
      jobs.source.entries.push({ ...own, ...jobs.original(other), job, contacts: 3_000_000 });
  },
  noLongerListedTwice({ jobs }: DamagedSystem, { job }: Damage) {
    const [first] = jobs.source.entries.filter((entry) => entry.job === job);
    jobs.source.entries = jobs.source.entries.filter((entry) => entry.job !== job || entry === first);
  },
};

function listLate(system: DamagedSystem, job: number, updatedAt: number): void {
  const { entries } = system.jobs.source;
  const late = lateJob(system, job);
  if (entries.some((entry) => entry.job === late)) return;
  entries.push({ ...system.jobs.original(job), createdAt: updatedAt - 20, updatedAt, job: late });
}

const damagesOfBronze = {
  headLost: ({ sql }: DamagedSystem, { job }: Damage) =>
    sql`delete from bronze.enrichment_heads where record_key = ${idOf(job)}::uuid`,
  headElsewhere: (system: DamagedSystem, { job, other }: Damage) =>
    system.sql`
      update bronze.enrichment_heads set updated_at = ${timeOf(system, other)}
      where record_key = ${idOf(job)}::uuid`,
  headWithoutTime: ({ sql }: DamagedSystem, { job }: Damage) =>
    sql`update bronze.enrichment_heads set updated_at = null where record_key = ${idOf(job)}::uuid`,
  headOfAnother: ({ sql }: DamagedSystem, { job, other }: Damage) =>
    sql`
      update bronze.enrichment_heads as head set version_id = another.version_id
      from bronze.enrichment_heads as another
      where head.record_key = ${idOf(job)}::uuid and another.record_key = ${idOf(other)}::uuid`,
  headDeleted: ({ sql }: DamagedSystem, { job }: Damage) =>
    sql`update bronze.enrichment_heads set deleted_at = now() where record_key = ${idOf(job)}::uuid`,
  hashChanged: ({ sql }: DamagedSystem, { job }: Damage) =>
    sql`
      update bronze.enrichment_heads set content_hash = content_hash + 1
      where record_key = ${idOf(job)}::uuid`,
  versionLost: ({ sql }: DamagedSystem, { job }: Damage) =>
    sql`
      delete from bronze.enrichment_versions as version using bronze.enrichment_heads as head
      where head.record_key = ${idOf(job)}::uuid and version.version_id = head.version_id`,
  payloadChanged: (system: DamagedSystem, { job, other }: Damage) =>
    replacePayload(system, job, { total_contacts: 5_000_000 + other }),
  payloadOfAnotherTime: (system: DamagedSystem, { job, other }: Damage) =>
    replacePayload(system, job, { updated_at: timeOf(system, other).toISOString() }),
  payloadUndecodable: ({ sql }: DamagedSystem, { job }: Damage) =>
    sql`
      update bronze.enrichment_versions set payload = '{"id": "\\u0000"}' where record_key = ${idOf(job)}::uuid`,
  /** The hash is changed too, so only a comparison with the source shows it. */
  payloadForged: async (system: DamagedSystem, { job, other }: Damage) => {
    await replacePayload(system, job, { total_contacts: 6_000_000 + other });
    await system.sql`
      update bronze.enrichment_heads as head set content_hash = hashtextextended(payload::text, 0)
      from bronze.enrichment_versions as version
      where head.record_key = ${idOf(job)}::uuid and version.version_id = head.version_id`;
  },
  inventedDuplicate: (system: DamagedSystem, { job, other }: Damage) =>
    system.sql`
      insert into ops.duplicates (record_key, content_hash, updated_at, copies, run_id)
      select record_key, content_hash + 1, ${timeOf(system, other)}, 1,
             (select run_id from ops.runs order by run_number limit 1)
      from bronze.enrichment_heads where record_key = ${idOf(job)}::uuid on conflict do nothing`,
  invented: (system: DamagedSystem, { job, other }: Damage) => inventHead(system, job, timeOf(system, other)),
};

const replacePayload = ({ sql }: DamagedSystem, job: number, changed: Record<string, string | number>) =>
  sql`
    update bronze.enrichment_versions as version
    set payload = (payload::jsonb || ${sql.json(changed)}::jsonb)::json
    from bronze.enrichment_heads as head
    where head.record_key = ${idOf(job)}::uuid and version.version_id = head.version_id
      and bronze.readable(payload)`;

const inventHead = (system: DamagedSystem, job: number, at: Date) =>
  system.sql`
    insert into bronze.enrichment_heads (record_key, version_id, content_hash, dw_ingested_at, dw_updated_at, updated_at)
    select ${idOf(inventedJob(system, job))}::uuid, version_id, content_hash, dw_ingested_at, dw_updated_at, ${at}
    from bronze.enrichment_heads where record_key = ${idOf(job)}::uuid
    on conflict do nothing`;

const damagesOfGold = {
  rowLost: ({ sql }: DamagedSystem, { job }: Damage) =>
    sql`delete from gold.enrichments where id_enriquecimento = ${idOf(job)}::uuid`,
  rowChanged: ({ sql }: DamagedSystem, { job, other }: Damage) =>
    sql`
      update gold.enrichments
      set ${sql(GOLD_CHANGES[other % GOLD_CHANGES.length] ?? {})}
      where id_enriquecimento = ${idOf(job)}::uuid`,
  rowOfAnotherVersion: ({ sql }: DamagedSystem, { job, near }: Damage) =>
    sql`
      update gold.enrichments set id_versao_bronze = id_versao_bronze + ${near}
      where id_enriquecimento = ${idOf(job)}::uuid`,
  rowInvented: (system: DamagedSystem, { job }: Damage) =>
    system.sql`
      insert into gold.enrichments
      select invented.* from gold.enrichments as gold
      cross join lateral jsonb_populate_record(
        gold, jsonb_build_object('id_enriquecimento', ${idOf(inventedJob(system, job))}::text)) as invented
      where gold.id_enriquecimento = ${idOf(job)}::uuid
      on conflict do nothing`,
};

/** A wrong value for each column with data. */
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

/** Two damages that cancel each other: only counts since a time between them differ. */
const cancellingPairs = {
  headLostAndInvented: async (system: DamagedSystem, damage: Damage) => {
    await inventHead(system, damage.job, timeOf(system, damage.job, damage.near));
    await damagesOfBronze.headLost(system, damage);
  },
  deletedAndAppears(system: DamagedSystem, { job, near }: Damage) {
    system.jobs.remove(job);
    listLate(system, job, system.jobs.original(job).updatedAt + near);
  },
  headsSwapped: ({ sql, size }: DamagedSystem, { job }: Damage) =>
    sql`
      update bronze.enrichment_heads as head set updated_at = another.updated_at
      from bronze.enrichment_heads as another
      where head.record_key in (${idOf(job)}::uuid, ${idOf(nextJob({ size }, job))}::uuid)
        and another.record_key in (${idOf(job)}::uuid, ${idOf(nextJob({ size }, job))}::uuid)
        and another.record_key <> head.record_key`,
};

export const DAMAGES = {
  ...damagesOfSource,
  ...damagesOfBronze,
  ...damagesOfGold,
  ...cancellingPairs,
};

export const DAMAGE_KINDS = Object.keys(DAMAGES) as DamageKind[];

export async function applyDamage(system: DamagedSystem, damage: Damage): Promise<void> {
  await DAMAGES[damage.kind](system, damage);
}
