import type { AttentionEntry } from "../schemas/attention.ts";
import type { RecentPeriod } from "./windows.ts";

/** An entry of which it is not known yet whether the difference is significant. Its `p` is not adjusted. */
export type Comparison = Omit<AttentionEntry, "adiado" | "nome_workspace">;

/** What is compared: one workspace, or a size or contact type. */
export type Subject = Pick<Comparison, "id_workspace" | "categoria_tamanho_job" | "tipo_contato">;

export const subjectOf = (subject: Partial<Subject>): Subject => ({
  id_workspace: null,
  categoria_tamanho_job: null,
  tipo_contato: null,
  ...subject,
});

export const keyOf = (kind: Comparison["tipo"], subject: Subject): string =>
  [kind, ...Object.values(subject).filter((value) => value !== null)].join("/");

/** The filters that list a subject's recent jobs. */
export const jobFilters = (
  subject: Subject,
  { from, to }: Pick<RecentPeriod, "from" | "to">,
  statuses?: Comparison["filtros"]["status_processamento"],
): Comparison["filtros"] => ({
  data_inicio: from,
  data_fim: to,
  ...Object.fromEntries(Object.entries(subject).filter(([, value]) => value !== null)),
  ...(statuses && { status_processamento: statuses }),
});

/** Whether the intervals of both values do not overlap; true if they have none. */
export const isSeparated = ({ intervalo, intervalo_habitual }: Comparison): boolean =>
  !intervalo ||
  !intervalo_habitual ||
  intervalo.low > intervalo_habitual.high ||
  intervalo.high < intervalo_habitual.low;
