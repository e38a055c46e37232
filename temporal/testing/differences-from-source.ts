import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { type Entry, idOf, type MemorySource, payloadOf, workspaceOf } from "./memory-source.ts";

/** Ids of records that differ from the source in each layer, or that only one side has. */
export interface DifferencesFromSource {
  gold: string[];
  bronze: string[];
  /** Records whose number of known duplicates is wrong. */
  duplicates: string[];
}

export const NO_DIFFERENCES: DifferencesFromSource = { gold: [], bronze: [], duplicates: [] };

export const isEqualToSource = ({ gold, bronze, duplicates }: DifferencesFromSource): boolean =>
  gold.length + bronze.length + duplicates.length === 0;

/** Compares all columns of gold, the newest payload and time in bronze, and the known duplicates with what the source lists. */
export async function differencesFromSource(
  sql: WarehouseClient,
  source: MemorySource,
): Promise<DifferencesFromSource> {
  const newest = newestEntries(source.entries);
  return {
    gold: differing(await readGold(sql), newest, goldRowOf),
    bronze: differing(await readBronze(sql), newest, bronzeRowOf),
    duplicates: await differingDuplicates(sql, source.entries),
  };
}

async function differingDuplicates(sql: WarehouseClient, entries: readonly Entry[]): Promise<string[]> {
  const rows = await sql<{ id: string; copies: number }[]>`
    select record_key::text as id, sum(copies)::bigint as copies from ops.duplicates group by record_key`;
  const known = new Map(rows.map(({ id, copies }) => [id, copies]));
  const listed = Map.groupBy(entries, ({ job }) => idOf(job));
  const ids = new Set([...known.keys(), ...listed.keys()]);
  return [...ids]
    .filter((id) => (known.get(id) ?? 0) !== Math.max(0, (listed.get(id)?.length ?? 0) - 1))
    .toSorted();
}

const bronzeRowOf = (entry: Entry): string =>
  JSON.stringify([payloadOf(entry), new Date(entry.updatedAt * 1_000)]);

/** By id. Of several entries with the same time, any may be in the warehouse. */
function newestEntries(entries: readonly Entry[]): Map<string, Entry[]> {
  const newest = new Map<string, Entry[]>();
  for (const entry of entries) {
    const id = idOf(entry.job);
    const known = newest.get(id) ?? [];
    const [first] = known;
    if (!first || first.updatedAt < entry.updatedAt) newest.set(id, [entry]);
    else if (first.updatedAt === entry.updatedAt) known.push(entry);
  }
  return newest;
}

function differing(
  actual: ReadonlyMap<string, string>,
  newest: ReadonlyMap<string, readonly Entry[]>,
  expectedOf: (entry: Entry) => string,
): string[] {
  const missing = [...newest.keys()].filter((id) => !actual.has(id));
  const wrong = [...actual].filter(
    ([id, row]) => !(newest.get(id) ?? []).some((entry) => expectedOf(entry) === row),
  );
  return [...missing, ...wrong.map(([id]) => id)].toSorted();
}

/** An independent implementation of the business rules. */
function goldRowOf({ job, createdAt, updatedAt, contacts }: Entry): string {
  const minutes = (updatedAt - createdAt) / 60;
  return JSON.stringify([
    workspaceOf(job).id,
    workspaceOf(job).name,
    contacts,
    "PESSOA",
    "CONCLUIDO",
    new Date(createdAt * 1_000),
    new Date(updatedAt * 1_000),
    minutes.toFixed(6),
    contacts === 0 ? null : (minutes / contacts).toFixed(6),
    true,
    sizeOf(contacts),
    false,
  ]);
}

function sizeOf(contacts: number): string {
  if (contacts < 100) return "PEQUENO";
  if (contacts <= 500) return "MEDIO";
  return contacts <= 1_000 ? "GRANDE" : "MUITO_GRANDE";
}

async function readGold(sql: WarehouseClient): Promise<Map<string, string>> {
  const rows = await sql`
    select id_enriquecimento, id_workspace, nome_workspace, total_contatos, tipo_contato, status_processamento,
           data_criacao, data_atualizacao, round(duracao_processamento_minutos::numeric, 6)::text,
           round(tempo_por_contato_minutos::numeric, 6)::text, processamento_sucesso, categoria_tamanho_job,
           necessita_reprocessamento
    from gold.enrichments`.values();
  return new Map(rows.map(([id, ...row]) => [String(id), JSON.stringify(row)]));
}

async function readBronze(sql: WarehouseClient): Promise<Map<string, string>> {
  const rows = await sql`
    select head.record_key::text, payload::text, updated_at
    from bronze.enrichment_heads as head
    left join bronze.enrichment_versions using (record_key, version_id)
    where deleted_at is null`.values();
  return new Map(rows.map(([id, ...row]) => [String(id), JSON.stringify(row)]));
}
