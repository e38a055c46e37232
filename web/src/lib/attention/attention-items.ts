import type { Tone } from "#lib/components/Badge.svelte";
import type { Format, Zone } from "#lib/format.ts";
import { type Labels, reasonLabels } from "#lib/labels.ts";
import { type QualitySection, toJobs, toPipeline, toQuality, toWorkspace } from "#lib/links.ts";
import { m } from "#lib/paraglide/messages.js";
import type { HealthReason, PipelineStatus } from "#lib/pipeline.ts";
import type { AttentionAnswer, AttentionEntry, AttentionKind, SetAside } from "./attention-answer.ts";
import { attentionFilters, attentionJobs } from "./attention-jobs.ts";
import { attentionSentence } from "./attention-sentence.ts";

/** An entry of the list, in words. */
export interface AttentionItem {
  /** The key that sets it aside. */
  key: string;
  tone: Tone;
  kind: string;
  sentence: string;
  /** What was compared; undefined for a reason of the pipeline's state, which says all. */
  entry?: AttentionEntry;
  link: { href: string; text: string };
  setAside: SetAside | null;
}

const kindLabels: Labels<AttentionKind> = {
  processamento_longo: m.attention_kind_processamento_longo,
  taxa_sucesso_baixa: m.attention_kind_taxa_sucesso_baixa,
  reprocessamento_alto: m.attention_kind_reprocessamento_alto,
  volume_baixo: m.attention_kind_volume_baixo,
  duracao_maior: m.attention_kind_duracao_maior,
  volume_alto: m.attention_kind_volume_alto,
};

const kindTones: Record<AttentionKind, Tone> = {
  processamento_longo: "bad",
  taxa_sucesso_baixa: "bad",
  reprocessamento_alto: "bad",
  volume_baixo: "warn",
  duracao_maior: "warn",
  volume_alto: "info",
};

/** Reasons that the page of the data's quality explains. */
const qualitySections: Partial<Record<HealthReason, QualitySection>> = {
  too_many_rejects: "rejeitados",
  rejected_records: "rejeitados",
  duplicate_records: "duplicados",
  count_differs: "prova",
  changed_records: "prova",
};

/** Findings that somebody must do something about; of the others, the pipeline has taken care. */
const needsSomebody: ReadonlySet<HealthReason> = new Set<HealthReason>([
  "rejected_records",
  "duplicate_records",
  "count_differs",
  "changed_records",
  "gold_repaired",
  "bronze_damaged",
]);

/** The reasons of the pipeline's state and such findings, with what is known of their being set aside. */
export function pipelineItems(
  { reasons, unresolved_rejects }: PipelineStatus,
  { data }: AttentionAnswer,
  format: Format,
): AttentionItem[] {
  return reasons
    .filter(({ code, severity }) => severity !== "notice" || needsSomebody.has(code))
    .map(({ code, severity }) => {
      const section = qualitySections[code];
      return {
        key: `pipeline/${code}`,
        tone: severity === "failing" ? "bad" : "warn",
        kind: m.attention_kind_pipeline(),
        sentence:
          code === "rejected_records"
            ? m.state_rejects({ count: format.count(unresolved_rejects) })
            : reasonLabels[code](),
        link: section
          ? { href: toQuality(section), text: m.attention_to_quality() }
          : { href: toPipeline(), text: m.attention_to_pipeline() },
        setAside: data.pipeline.find((entry) => entry.code === code)?.adiado ?? null,
      };
    });
}

export const jobItems = ({ data }: AttentionAnswer, format: Format, zone: Zone): AttentionItem[] =>
  data.jobs.map((entry) => ({
    key: entry.chave,
    tone: kindTones[entry.tipo],
    kind: kindLabels[entry.tipo](),
    sentence: attentionSentence(entry, format),
    entry,
    link: linkOf(entry, format, zone),
    setAside: entry.adiado,
  }));

function linkOf(entry: AttentionEntry, format: Format, zone: Zone): AttentionItem["link"] {
  if (entry.n === 0)
    return entry.id_workspace
      ? { href: toWorkspace(entry.id_workspace), text: m.attention_to_workspace() }
      : { href: toPipeline(), text: m.attention_to_pipeline() };
  return { href: toJobs(attentionFilters(entry, zone)), text: linkText(entry, format) };
}

function linkText(entry: AttentionEntry, format: Format): string {
  const jobs = attentionJobs(entry);
  if (jobs === undefined) return m.attention_to_failed_jobs_of_all();
  const count = format.count(jobs);
  return entry.tipo === "taxa_sucesso_baixa"
    ? m.attention_to_failed_jobs({ count })
    : m.attention_to_jobs({ count });
}
