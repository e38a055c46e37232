import type { Labels } from "./labels.ts";
import { m } from "./paraglide/messages.js";
import type { RankedMeasure } from "./ranking.ts";

export const measureLabels: Labels<RankedMeasure> = {
  total_enriquecimentos: m.jobs,
  total_contatos: m.kpi_contacts,
  em_processamento: m.status_EM_PROCESSAMENTO,
  necessitam_reprocessamento: m.kpi_reprocess,
  taxa_sucesso: m.kpi_success_rate,
  duracao_media_minutos: m.ranking_mean_duration,
  duracao_p50_minutos: m.chart_p50,
  duracao_p95_minutos: m.chart_p95,
};
