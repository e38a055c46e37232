import { defaultFilters, type Filters } from "#lib/filters.ts";
import type { Zone } from "#lib/format.ts";
import type { AttentionEntry } from "./attention-answer.ts";

/** The filters of the list that shows the jobs meant by an entry. */
export const attentionFilters = (
  {
    filtros: { id_workspace, tipo_contato, categoria_tamanho_job, ...rest },
  }: Pick<AttentionEntry, "filtros">,
  zone: Zone,
): Filters => ({
  ...defaultFilters,
  ...rest,
  periodo: "personalizado",
  fuso: zone,
  id_workspace: listOf(id_workspace),
  status_processamento: rest.status_processamento ?? [],
  tipo_contato: listOf(tipo_contato),
  categoria_tamanho_job: listOf(categoria_tamanho_job),
});

const listOf = <Value>(value: Value | undefined): Value[] => (value === undefined ? [] : [value]);

/** How many jobs that list has. Undefined where the entry leaves out workspaces, which the filters cannot. */
export function attentionJobs({ tipo, n, valor }: AttentionEntry): number | undefined {
  if (tipo === "reprocessamento_alto") return undefined;
  if (tipo === "taxa_sucesso_baixa") return n - Math.round(n * valor);
  return tipo === "processamento_longo" ? valor : n;
}
