import type { CsvProfile } from "./csv/csv-profile.ts";
import type { Labels } from "./labels.ts";
import type { Column, Density } from "./list-view.ts";
import { m } from "./paraglide/messages.js";

export const columnLabels: Labels<Column> = {
  nome_workspace: m.column_workspace,
  status_processamento: m.column_status,
  total_contatos: m.column_contacts,
  tipo_contato: m.column_type,
  categoria_tamanho_job: m.column_size,
  data_criacao: m.column_created,
  data_atualizacao: m.column_updated,
  duracao_processamento_minutos: m.column_duration,
  tempo_por_contato_minutos: m.per_contact,
  necessita_reprocessamento: m.column_reprocess,
};

export const densityLabels: Labels<Density> = {
  confortavel: m.density_confortavel,
  compacta: m.density_compacta,
};

export const csvProfileLabels: Labels<CsvProfile> = {
  "excel-br": m.csv_excel_br,
  padrao: m.csv_padrao,
};
