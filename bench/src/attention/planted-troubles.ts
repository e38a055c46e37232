import { hoursBefore, type Plant } from "./world.ts";

export interface PlantedTrouble {
  name: string;
  /** One of each is planted: the place of a workspace by its number of jobs, or a size. */
  subjects: readonly string[];
  /** The `chave` of the entry that finds it, without the subject. */
  key: string;
  /** The same of entries about others that it causes. */
  consequence?: string;
  /** Plants it in the jobs before `now`. */
  plant(subject: string, now: Date): Plant;
}

/** With 97, 46, 29 and 21 jobs a day. */
const LARGE = ["1", "2", "3", "4"];

const failing =
  (hours: number, share: number) =>
  (place: string, now: Date): Plant =>
  (sql) =>
    sql`
    update gold.enrichments
    set status_processamento = 'FALHOU', processamento_sucesso = false, necessita_reprocessamento = true
    where id_workspace = md5('workspace' || ${place})::uuid and data_criacao >= ${hoursBefore(now, hours)}
      and status_processamento = 'CONCLUIDO' and abs(hashtext(id_enriquecimento::text)) % 100 < ${Math.round(100 * share)}`;

const slow =
  (times: number) =>
  (place: string, now: Date): Plant =>
  (sql) =>
    sql`
    update gold.enrichments
    set data_atualizacao = data_criacao + ${times} * (data_atualizacao - data_criacao),
        duracao_processamento_minutos = ${times} * duracao_processamento_minutos
    where id_workspace = md5('workspace' || ${place})::uuid and data_criacao >= ${hoursBefore(now, 24)}
      and status_processamento <> 'EM_PROCESSAMENTO'`;

const silent =
  (hours: number) =>
  (place: string, now: Date): Plant =>
  (sql) =>
    sql`
    delete from gold.enrichments
    where id_workspace = md5('workspace' || ${place})::uuid and data_criacao >= ${hoursBefore(now, hours)}`;

const surge =
  (copies: number) =>
  (place: string, now: Date): Plant =>
  (sql) =>
    sql`
    insert into gold.enrichments
    select gen_random_uuid(), id_workspace, nome_workspace, total_contatos, tipo_contato, status_processamento,
           data_criacao, data_atualizacao, duracao_processamento_minutos, tempo_por_contato_minutos,
           processamento_sucesso, categoria_tamanho_job, necessita_reprocessamento, data_atualizacao_dw,
           id_versao_bronze, id_execucao
    from gold.enrichments cross join generate_series(1, ${copies})
    where id_workspace = md5('workspace' || ${place})::uuid and data_criacao >= ${hoursBefore(now, 24)}`;

const stuck =
  (jobs: number) =>
  (place: string, now: Date): Plant =>
  (sql) =>
    sql`
    update gold.enrichments
    set status_processamento = 'EM_PROCESSAMENTO', processamento_sucesso = false, necessita_reprocessamento = false
    where id_enriquecimento in (
      select id_enriquecimento from gold.enrichments
      where id_workspace = md5('workspace' || ${place})::uuid and categoria_tamanho_job = 'PEQUENO'
        and data_criacao < ${hoursBefore(now, 12)}
      order by data_criacao desc limit ${jobs})`;

const failingSize =
  (size: string, now: Date): Plant =>
  (sql) =>
    sql`
    update gold.enrichments
    set status_processamento = 'FALHOU', processamento_sucesso = false, necessita_reprocessamento = true
    where categoria_tamanho_job = ${size} and data_criacao >= ${hoursBefore(now, 24)}
      and status_processamento = 'CONCLUIDO' and abs(hashtext(id_enriquecimento::text)) % 2 = 0`;

export const plantedTroubles: readonly PlantedTrouble[] = [
  {
    name: "all jobs fail for 9 hours",
    subjects: LARGE,
    key: "taxa_sucesso_baixa",
    plant: failing(9, 1),
  },
  {
    name: "a third of the jobs fails for a day",
    subjects: LARGE,
    key: "taxa_sucesso_baixa",
    plant: failing(24, 1 / 3),
  },
  {
    name: "half of the jobs of a size fail for a day, in all workspaces",
    subjects: ["PEQUENO", "MEDIO", "GRANDE", "MUITO_GRANDE"],
    key: "reprocessamento_alto",
    consequence: "taxa_sucesso_baixa",
    plant: failingSize,
  },
  { name: "jobs take three times as long for a day", subjects: LARGE, key: "duracao_maior", plant: slow(3) },
  { name: "jobs take half as long again for a day", subjects: LARGE, key: "duracao_maior", plant: slow(1.5) },
  { name: "no new job for a day", subjects: LARGE, key: "volume_baixo", plant: silent(24) },
  { name: "no new job for 12 hours", subjects: LARGE, key: "volume_baixo", plant: silent(12) },
  { name: "four times the jobs for a day", subjects: LARGE, key: "volume_alto", plant: surge(3) },
  {
    name: "two small jobs never end, for 12 hours",
    subjects: ["1", "5", "20", "40"],
    key: "processamento_longo",
    plant: stuck(2),
  },
];
