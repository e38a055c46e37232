import { gold } from "@enrichment-monitor/warehouse";
import { attentionKinds } from "@enrichment-monitor/warehouse/attention-kinds";
import { z } from "@hono/zod-openapi";
import { healthReason } from "./health-reason.ts";
import { note } from "./note.ts";
import { onlyFields } from "./query.ts";
import { count, instant, instantOrNull, orNull, uuid } from "./wire.ts";

const interval = z
  .object({ low: z.number(), high: z.number() })
  .openapi("Interval", { description: "Of 95 % confidence.", example: { low: 0.65, high: 0.76 } });

/** Filters as `/analytics/enrichments` takes them. */
const attentionFilters = z
  .object({
    data_inicio: instant,
    data_fim: instant,
    id_workspace: uuid.optional(),
    status_processamento: z.array(z.enum(gold.processingStatuses)).optional(),
    categoria_tamanho_job: z.enum(gold.jobSizes).optional(),
    tipo_contato: z.enum(gold.contactTypes).optional(),
  })
  .openapi("AttentionFilters");

export const setAside = z
  .object({
    until: instant.openapi({ description: "Until when the entry is set aside." }),
    note: z.string().openapi({ example: "The customer cleans its list until Friday" }),
    set_aside_at: instant,
    set_aside_by: z.string().openapi({ description: "Name of the API key.", example: "dashboard" }),
  })
  .openapi("SetAside");

const adiado = orNull(setAside).openapi({ description: "Null unless the entry is set aside." });

const MAX_KEY = 200;

const key = z
  .string({ error: "must be the `chave` of an entry." })
  .regex(/^[a-zA-Z0-9_/-]+$/, { error: "must be the `chave` of an entry." })
  .max(MAX_KEY, { error: `must have at most ${MAX_KEY} characters.` })
  .openapi({
    description: "The same as long as the entry lasts; to set it aside.",
    example: "taxa_sucesso_baixa/e6bb64bf-46e4-410d-8406-c61e267ea607",
  });

export const pipelineEntry = healthReason.extend({ chave: key, adiado }).openapi("PipelineEntry");

export const attentionEntry = z
  .object({
    chave: key,
    tipo: z.enum(attentionKinds).openapi({
      description:
        "`processamento_longo`: more jobs are in processing for longer than the 99th percentile of their size than its durations explain. `taxa_sucesso_baixa`, of a workspace: its rate is below its usual one. `reprocessamento_alto`, of a size or contact type over all workspaces: the same. `volume_baixo`, `volume_alto`: the workspace's share of all new jobs is far from that of the same hours of the four weeks before. `duracao_maior`: its jobs take longer than its usual ones of the same sizes.",
    }),
    id_workspace: uuid.nullable(),
    nome_workspace: z.string().nullable().openapi({ example: "Tech Solutions Corp" }),
    categoria_tamanho_job: z.enum(gold.jobSizes).nullable(),
    tipo_contato: z.enum(gold.contactTypes).nullable(),
    desde: instant.openapi({
      description:
        "The hour from which the difference grows; of jobs in processing, when the oldest was created; of a workspace without a new job, when its last one was.",
    }),
    n: count.openapi({
      description: "The jobs that were compared: finished ones for rates and durations.",
      example: 240,
    }),
    valor: z.number().openapi({
      description:
        "A rate from 0 to 1, a number of jobs, or for `duracao_maior` how many times as long as usual.",
      example: 0.71,
    }),
    intervalo: orNull(interval),
    habitual: z.number().openapi({ description: "What is usual, in the same unit.", example: 0.93 }),
    intervalo_habitual: orNull(interval),
    n_habitual: count.openapi({ description: "The jobs that show what is usual.", example: 6712 }),
    p: z.number().min(0).max(1).openapi({
      description:
        "How likely a difference of this size is by chance, adjusted for the number of tests (Benjamini and Hochberg).",
      example: 0.00002,
    }),
    jobs_afetados: count.openapi({
      description: "By how many jobs the group differs from what is usual, or how many jobs it concerns.",
      example: 53,
    }),
    filtros: attentionFilters.openapi({ description: "The jobs meant." }),
    adiado,
  })
  .openapi("AttentionEntry");

export type AttentionEntry = z.infer<typeof attentionEntry>;

export const attentionMeta = z.object({
  ate: instantOrNull.openapi({
    description: "End of the compared day, by the clock of the source; null before the first run.",
  }),
  testes: count.openapi({ description: "How many comparisons were made.", example: 96 }),
});

export const setAsideRequest = onlyFields({
  chave: key,
  until: z.iso
    .datetime({
      offset: true,
      error: "must be an instant with its offset, such as 2026-11-27T09:00:00-03:00.",
    })
    .openapi({ description: "The entry is shown again from then on." }),
  note: note("The customer cleans its list until Friday"),
}).openapi("SetAsideRequest");

export const restoreRequest = onlyFields({ chave: key }).openapi("RestoreRequest");
