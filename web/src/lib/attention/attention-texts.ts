import type { Format } from "#lib/format.ts";
import { contactTypeLabels, jobSizeLabels } from "#lib/labels.ts";
import { m } from "#lib/paraglide/messages.js";
import type { AttentionEntry, AttentionKind } from "./attention-answer.ts";

interface EntryTexts {
  /** What is unusual, with its evidence, in one sentence. */
  sentence: string;
  /** Why it is listed. */
  rule: string;
}

type Interval = NonNullable<AttentionEntry["intervalo"]>;

const WHOLE: Interval = { low: 0, high: 1 };

export const attentionTexts = (entry: AttentionEntry, format: Format): EntryTexts =>
  texts[entry.tipo](entry, format);

const texts: Record<AttentionKind, (entry: AttentionEntry, format: Format) => EntryTexts> = {
  processamento_longo: (entry, format) => ({
    sentence: m.attention_processamento_longo({
      name: nameOf(entry),
      group: groupOf(entry),
      count: format.count(entry.valor),
      since: sinceOf(entry, format),
      usual: usualCount(entry.habitual, format),
    }),
    rule: m.attention_rule_processamento_longo(jobsBefore(entry, format)),
  }),
  taxa_sucesso_baixa: (entry, format) => ({
    sentence: m.attention_taxa_sucesso_baixa({
      name: nameOf(entry),
      rate: format.percent(entry.valor),
      n: format.count(entry.n),
      since: sinceOf(entry, format),
      usual: format.percent(entry.habitual),
      ...shownInterval(entry.intervalo_habitual ?? WHOLE, format.percent),
    }),
    rule: m.attention_rule_taxa_sucesso_baixa(jobsBefore(entry, format)),
  }),
  reprocessamento_alto: (entry, format) => ({
    sentence: m.attention_reprocessamento_alto({
      group: groupOf(entry),
      rate: format.percent(1 - entry.valor),
      n: format.count(entry.n),
      since: sinceOf(entry, format),
      usual: format.percent(1 - entry.habitual),
      ...shownInterval(complement(entry.intervalo_habitual ?? WHOLE), format.percent),
    }),
    rule: m.attention_rule_reprocessamento_alto(jobsBefore(entry, format)),
  }),
  volume_baixo: volumeTexts,
  volume_alto: volumeTexts,
  duracao_maior: (entry, format) => ({
    sentence: m.attention_duracao_maior({
      name: nameOf(entry),
      n: format.count(entry.n),
      ratio: format.decimal(entry.valor),
      since: sinceOf(entry, format),
      ...shownInterval(entry.intervalo ?? { low: entry.valor, high: entry.valor }, format.decimal),
    }),
    rule: m.attention_rule_duracao_maior(jobsBefore(entry, format)),
  }),
};

function volumeTexts(entry: AttentionEntry, format: Format): EntryTexts {
  const usual = usualCount(entry.habitual, format);
  const since = sinceOf(entry, format);
  if (entry.id_workspace === null)
    return {
      sentence: m.attention_source_silent({ since, usual }),
      rule: m.attention_rule_source_silent(jobsBefore(entry, format)),
    };
  const name = nameOf(entry);
  return {
    sentence:
      entry.n === 0
        ? m.attention_silent({ name, since, usual })
        : m.attention_volume({ name, count: format.count(entry.n), usual }),
    rule: m.attention_rule_volume(jobsBefore(entry, format)),
  };
}

const nameOf = ({ nome_workspace, id_workspace }: AttentionEntry): string =>
  nome_workspace ?? id_workspace ?? "";

function groupOf({ categoria_tamanho_job, tipo_contato }: AttentionEntry): string {
  if (categoria_tamanho_job)
    return m.attention_group_size({ size: jobSizeLabels[categoria_tamanho_job]().toLowerCase() });
  return tipo_contato
    ? m.attention_group_type({ type: contactTypeLabels[tipo_contato]().toLowerCase() })
    : "";
}

const sinceOf = ({ desde }: AttentionEntry, format: Format): string => format.bucket(desde, "hora");

const jobsBefore = ({ n_habitual }: AttentionEntry, format: Format) => ({ n: format.count(n_habitual) });

const usualCount = (jobs: number, format: Format): string =>
  jobs < 1 ? m.attention_less_than_one() : format.count(Math.round(jobs));

const complement = ({ low, high }: Interval): Interval => ({ low: 1 - high, high: 1 - low });

const shownInterval = ({ low, high }: Interval, show: (value: number) => string) => ({
  low: show(low),
  high: show(high),
});
