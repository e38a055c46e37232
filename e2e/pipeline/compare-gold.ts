import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { DateTime } from "luxon";
import type { SourceRecord } from "./source-admin.ts";

/** The gold row that a source record must have, by an independent implementation of the business rules. */
export interface ExpectedGold {
  id_enriquecimento: string;
  id_workspace: string;
  nome_workspace: string;
  total_contatos: number;
  tipo_contato: string | undefined;
  status_processamento: string | undefined;
  data_criacao: string;
  data_atualizacao: string;
  duracao_processamento_minutos: number;
  tempo_por_contato_minutos: number | null;
  processamento_sucesso: boolean;
  categoria_tamanho_job: string;
  necessita_reprocessamento: boolean;
}

const CONTACT_TYPES: Record<string, string> = { PERSON: "PESSOA", COMPANY: "EMPRESA" };
const STATUSES: Record<string, string> = {
  PROCESSING: "EM_PROCESSAMENTO",
  COMPLETED: "CONCLUIDO",
  FAILED: "FALHOU",
  CANCELED: "CANCELADO",
};

export function expectedGold(record: SourceRecord): ExpectedGold {
  const created = DateTime.fromISO(record.created_at, { zone: "utc" });
  const updated = DateTime.fromISO(record.updated_at, { zone: "utc" });
  const minutes = updated.diff(created).as("minutes");
  return {
    id_enriquecimento: record.id,
    id_workspace: record.id_workspace,
    nome_workspace: record.workspace_name.trim(),
    total_contatos: record.total_contacts,
    tipo_contato: CONTACT_TYPES[record.contact_type],
    status_processamento: STATUSES[record.status],
    data_criacao: created.toJSDate().toISOString(),
    data_atualizacao: updated.toJSDate().toISOString(),
    duracao_processamento_minutos: minutes,
    tempo_por_contato_minutos: record.total_contacts === 0 ? null : minutes / record.total_contacts,
    processamento_sucesso: record.status === "COMPLETED",
    categoria_tamanho_job: jobSize(record.total_contacts),
    necessita_reprocessamento: record.status === "FAILED" || record.status === "CANCELED",
  };
}

function jobSize(contacts: number): string {
  if (contacts < 100) return "PEQUENO";
  if (contacts <= 500) return "MEDIO";
  return contacts <= 1000 ? "GRANDE" : "MUITO_GRANDE";
}

/** All of gold, by id, without lineage and time of writing. */
export async function readGold(sql: WarehouseClient): Promise<ExpectedGold[]> {
  const rows = await sql<(ExpectedGold & { data_criacao: Date; data_atualizacao: Date })[]>`
    select id_enriquecimento, id_workspace, nome_workspace, total_contatos, tipo_contato, status_processamento,
           data_criacao, data_atualizacao, duracao_processamento_minutos, tempo_por_contato_minutos,
           processamento_sucesso, categoria_tamanho_job, necessita_reprocessamento
    from gold.enrichments order by id_enriquecimento`;
  return rows.map((row) => ({
    ...row,
    data_criacao: row.data_criacao.toISOString(),
    data_atualizacao: row.data_atualizacao.toISOString(),
  }));
}

/** The rows that gold must have. A malformed record must have its last valid state. */
export const expectedFrom = (records: readonly SourceRecord[]): ExpectedGold[] =>
  records.map(expectedGold).sort((a, b) => (a.id_enriquecimento < b.id_enriquecimento ? -1 : 1));
