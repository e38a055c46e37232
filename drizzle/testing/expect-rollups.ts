import { expect } from "vitest";
import type { WarehouseClient } from "../src/client.ts";

const hour = "date_trunc('hour', data_criacao)";
const day = "(data_criacao at time zone 'America/Sao_Paulo')::date";
const month = "date_trunc('month', data_criacao at time zone 'America/Sao_Paulo')::date";

/** Each rollup, and how a plain query over gold groups the same jobs. */
const rollups = [
  { table: "enrichments_hourly", key: "hora, id_workspace", of: `${hour}, id_workspace` },
  { table: "enrichments_hourly_all", key: "hora", of: hour },
  { table: "enrichments_daily", key: "dia, id_workspace", of: `${day}, id_workspace` },
  { table: "enrichments_daily_all", key: "dia", of: day },
  { table: "enrichments_monthly", key: "mes, id_workspace", of: `${month}, id_workspace` },
  { table: "enrichments_monthly_all", key: "mes", of: month },
];

/** Every rollup holds what gold adds up to, cell by cell. */
export async function expectRollupsOfGold(sql: WarehouseClient): Promise<void> {
  for (const { table, key, of } of rollups) {
    const columns = `${key}, tipo_contato, status_processamento, categoria_tamanho_job`;
    const counted = await sql.unsafe(`
      select ${columns}, total_enriquecimentos, total_contatos, extract(epoch from soma_duracao) as seconds,
             histograma_duracao::text as histogram
      from gold.${table} order by ${columns}`);
    const aggregated = await sql.unsafe(`
      select ${of}, tipo_contato, status_processamento, categoria_tamanho_job,
             count(*) as total_enriquecimentos, sum(total_contatos)::bigint as total_contatos,
             sum(extract(epoch from data_atualizacao - data_criacao)) as seconds,
             sum(gold.histograma_duracao(duracao_processamento_minutos))::text as histogram
      from gold.enrichments group by ${of}, tipo_contato, status_processamento, categoria_tamanho_job
      order by ${of}, tipo_contato, status_processamento, categoria_tamanho_job`);
    expect(
      counted.map((row) => Object.values(row)),
      table,
    ).toEqual(aggregated.map((row) => Object.values(row)));
  }
}
