import { readFileSync } from "node:fs";
import { createWarehouseClient } from "@enrichment-monitor/warehouse";
const sql = createWarehouseClient(readFileSync("/tmp/prof/url", "utf8"), { applicationName: "q", maxConnections: 1 });
await sql.unsafe("set jit = off; set max_parallel_workers_per_gather = 0; analyze gold.enrichments");
const cell = "date_bin('1 hour', data_criacao, 'epoch'), id_workspace, tipo_contato, status_processamento, categoria_tamanho_job";
const qs: Record<string, string> = {
  scan: "select sum(total_contatos) from gold.enrichments",
  faixa: "select sum(gold.faixa_duracao(duracao_processamento_minutos)) from gold.enrichments",
  hist: "select count(gold.histograma_duracao(duracao_processamento_minutos)) from gold.enrichments",
  histsum: "select sum(gold.histograma_duracao(duracao_processamento_minutos)) from gold.enrichments",
  group: `select count(*) from (select count(*) from gold.enrichments group by ${cell}) x`,
  groupsum: `select count(*) from (select sum(total_contatos), sum(data_atualizacao-data_criacao) d from gold.enrichments group by ${cell}) x where d is not null`,
  grouphist: `select count(*) from (select sum(gold.histograma_duracao(duracao_processamento_minutos)) d from gold.enrichments group by ${cell}) x where d is not null`,
  grouphist8: `select count(*) from (select sum(('1e' || 4 * gold.faixa_duracao(duracao_processamento_minutos))::numeric) d from gold.enrichments group by ${cell}) x where d is not null`,
  groupdayhist: `select count(*) from (select sum(gold.histograma_duracao(duracao_processamento_minutos)) d from gold.enrichments group by (data_criacao at time zone 'America/Sao_Paulo')::date, id_workspace, tipo_contato, status_processamento, categoria_tamanho_job) x where d is not null`,
  sizes: "select count(*), avg(pg_column_size(histograma_duracao))::int from gold.enrichments_hourly",
};
for (const [name, q] of Object.entries(qs)) {
  let best = 1e9; let out;
  for (let i = 0; i < 3; i++) { const t = performance.now(); out = await sql.unsafe(q); best = Math.min(best, performance.now() - t); }
  console.log(name, best.toFixed(1), "ms", JSON.stringify(out?.[0]).slice(0, 100));
}
for (const t of ["hourly", "hourly_all", "daily", "daily_all"]) console.log(t, JSON.stringify((await sql.unsafe(`select count(*), avg(pg_column_size(histograma_duracao))::int as hist, pg_size_pretty(pg_total_relation_size('gold.enrichments_${t}')) as size, pg_size_pretty(pg_indexes_size('gold.enrichments_${t}')) as idx from gold.enrichments_${t}`))[0]));
await sql.end();
