import type { Format } from "#lib/format.ts";
import { isolate } from "#lib/isolate.ts";
import { contactTypeLabels, jobSizeLabels } from "#lib/labels.ts";
import { m } from "#lib/paraglide/messages.js";
import type { AttentionEntry, AttentionKind } from "./attention-answer.ts";

type Interval = NonNullable<AttentionEntry["intervalo"]>;

const WHOLE: Interval = { low: 0, high: 1 };

/** What is unusual, with its evidence, in one sentence. */
export const attentionSentence = (entry: AttentionEntry, format: Format): string =>
  sentences[entry.tipo](entry, format);

const sentences: Record<AttentionKind, (entry: AttentionEntry, format: Format) => string> = {
  processamento_longo: (entry, format) =>
    m.attention_processamento_longo({
      name: nameOf(entry),
      group: groupOf(entry),
      count: format.count(entry.valor),
      since: sinceOf(entry, format),
      usual: usualCount(entry.habitual, format),
    }),
  taxa_sucesso_baixa: (entry, format) =>
    m.attention_taxa_sucesso_baixa({
      name: nameOf(entry),
      rate: format.percent(entry.valor),
      n: format.count(entry.n),
      since: sinceOf(entry, format),
      usual: format.percent(entry.habitual),
      ...shownInterval(entry.intervalo_habitual ?? WHOLE, format.percent),
    }),
  reprocessamento_alto: (entry, format) =>
    m.attention_reprocessamento_alto({
      group: groupOf(entry),
      rate: format.percent(1 - entry.valor),
      n: format.count(entry.n),
      since: sinceOf(entry, format),
      usual: format.percent(1 - entry.habitual),
      ...shownInterval(complement(entry.intervalo_habitual ?? WHOLE), format.percent),
    }),
  volume_baixo: volumeSentence,
  volume_alto: volumeSentence,
  duracao_maior: (entry, format) =>
    m.attention_duracao_maior({
      name: nameOf(entry),
      n: format.count(entry.n),
      ratio: format.decimal(entry.valor),
      since: sinceOf(entry, format),
      ...shownInterval(entry.intervalo ?? { low: entry.valor, high: entry.valor }, format.decimal),
    }),
};

function volumeSentence(entry: AttentionEntry, format: Format): string {
  const usual = usualCount(entry.habitual, format);
  const since = sinceOf(entry, format);
  if (entry.id_workspace === null) return m.attention_source_silent({ since, usual });
  const name = nameOf(entry);
  return entry.n === 0
    ? m.attention_silent({ name, since, usual })
    : m.attention_volume({ name, count: format.count(entry.n), usual });
}

const nameOf = ({ nome_workspace, id_workspace }: AttentionEntry): string =>
  isolate(nome_workspace ?? id_workspace ?? "");

function groupOf({ categoria_tamanho_job, tipo_contato }: AttentionEntry): string {
  if (categoria_tamanho_job)
    return m.attention_group_size({ size: jobSizeLabels[categoria_tamanho_job]().toLowerCase() });
  return tipo_contato
    ? m.attention_group_type({ type: contactTypeLabels[tipo_contato]().toLowerCase() })
    : "";
}

const sinceOf = ({ desde }: AttentionEntry, format: Format): string => format.bucket(desde, "hora");

const usualCount = (jobs: number, format: Format): string =>
  jobs < 1 ? m.attention_less_than_one() : format.count(Math.round(jobs));

const complement = ({ low, high }: Interval): Interval => ({ low: 1 - high, high: 1 - low });

const shownInterval = ({ low, high }: Interval, show: (value: number) => string) => ({
  low: show(low),
  high: show(high),
});
