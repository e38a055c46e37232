import type { Format } from "#lib/format.ts";
import { m } from "#lib/paraglide/messages.js";
import type { AttentionEntry, AttentionKind } from "./attention-answer.ts";

type Rule = (jobs: { n: string }) => string;

const rules = {
  processamento_longo: m.attention_rule_processamento_longo,
  taxa_sucesso_baixa: m.attention_rule_taxa_sucesso_baixa,
  reprocessamento_alto: m.attention_rule_reprocessamento_alto,
  volume_baixo: m.attention_rule_volume,
  volume_alto: m.attention_rule_volume,
  duracao_maior: m.attention_rule_duracao_maior,
} satisfies Record<AttentionKind, Rule>;

/** Why an entry is listed, in sentences. */
export function attentionRules(entry: AttentionEntry, format: Format): string[] {
  const isSourceSilent = entry.tipo === "volume_baixo" && entry.id_workspace === null;
  const rule = isSourceSilent ? m.attention_rule_source_silent : rules[entry.tipo];
  const chance = entry.p < 0.001 ? m.attention_chance_below() : format.percent(entry.p);
  return [rule({ n: format.count(entry.n_habitual) }), m.attention_chance({ chance })];
}
