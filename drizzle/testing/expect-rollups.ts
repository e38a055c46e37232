import { expect } from "vitest";
import type { WarehouseClient } from "../src/client.ts";

/** The rows of each rollup, and the columns that group them. */
const rollups = [
  { rows: "gold.enrichments_by_hour", period: "hora" },
  { rows: "gold.enrichments_by_day where id_workspace is not null", period: "id_workspace, dia" },
  { rows: "gold.enrichments_by_day where id_workspace is null", period: "dia" },
];

/** Compares every rollup with gold, row by row. */
export async function expectRollupsOfGold(sql: WarehouseClient): Promise<void> {
  for (const { rows, period } of rollups) {
    const key = `${period}, tipo_contato, status_processamento, categoria_tamanho_job`;
    const stored = await sql.unsafe(`
      select ${key}, total_enriquecimentos, total_contatos, soma_duracao_ms,
             (select json_object_agg(faixa, jobs order by faixa)
              from unnest(faixas_duracao, enriquecimentos_por_faixa) as class(faixa, jobs)) as histogram
      from ${rows} order by ${key}`);
    const aggregated = await sql.unsafe(`
      select ${key}, sum(jobs)::integer as jobs, sum(contacts)::bigint as contacts, sum(duration_ms)::bigint as duration_ms,
             json_object_agg(faixa, jobs order by faixa) as histogram
      from (
        select ${key}, faixa, count(*)::integer as jobs, sum(total_contatos) as contacts,
               sum(round(duracao_processamento_minutos * 60000)) as duration_ms
        from (
          select enrichments.*, date_trunc('hour', data_criacao) as hora,
                 (data_criacao at time zone 'America/Sao_Paulo')::date as dia,
                 gold.faixa_duracao(duracao_processamento_minutos) as faixa
          from gold.enrichments
        ) as job
        group by ${key}, faixa
      ) as class
      group by ${key} order by ${key}`);
    expect(
      stored.map((row) => Object.values(row)),
      rows,
    ).toEqual(aggregated.map((row) => Object.values(row)));
  }
}
