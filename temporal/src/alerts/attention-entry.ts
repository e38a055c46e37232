import type { gold } from "@enrichment-monitor/warehouse";
import { attentionKinds } from "@enrichment-monitor/warehouse/attention-kinds";
import { healthCodes } from "@enrichment-monitor/warehouse/pipeline-health";
import { findingCodes } from "@enrichment-monitor/warehouse/run-vocabulary";
import { z } from "zod";

/** What alerts use of `GET /analytics/attention`. */

type JobSize = (typeof gold.jobSizes)[number];
type ContactType = (typeof gold.contactTypes)[number];

// Imported as types only: the tables would bring drizzle-orm into the worker.
export const jobSizes = ["PEQUENO", "MEDIO", "GRANDE", "MUITO_GRANDE"] as const satisfies JobSize[];
export const contactTypes = ["PESSOA", "EMPRESA"] as const satisfies ContactType[];

/** The code of the one reason that is not the API's: the API itself cannot be read. */
export const API_UNREADABLE = "analytics_api_unreadable";

const instant = z.iso.datetime({ offset: true });

/** A reason of the pipeline's state. */
const pipelineEntry = z.object({
  chave: z.string(),
  code: z.enum([...healthCodes, ...findingCodes, API_UNREADABLE]),
  severity: z.string(),
  /** The reason and its remedy as sentences, in English. */
  detail: z.string(),
  remedy: z.string(),
});

/** Something unusual about jobs. */
const jobsEntry = z.object({
  chave: z.string(),
  tipo: z.enum(attentionKinds),
  id_workspace: z.string().nullable(),
  nome_workspace: z.string().nullable(),
  categoria_tamanho_job: z.enum(jobSizes).nullable(),
  tipo_contato: z.enum(contactTypes).nullable(),
  desde: instant,
  n: z.number(),
  valor: z.number(),
  intervalo: z.object({ low: z.number(), high: z.number() }).nullable(),
  habitual: z.number(),
  intervalo_habitual: z.object({ low: z.number(), high: z.number() }).nullable(),
  filtros: z.object({
    data_inicio: instant,
    data_fim: instant,
    id_workspace: z.string().optional(),
    status_processamento: z.array(z.string()).optional(),
    categoria_tamanho_job: z.string().optional(),
    tipo_contato: z.string().optional(),
  }),
});

export const attentionEntry = z.union([pipelineEntry, jobsEntry]);

export type PipelineEntry = z.infer<typeof pipelineEntry>;
export type JobsEntry = z.infer<typeof jobsEntry>;
export type AttentionEntry = PipelineEntry | JobsEntry;

/** Not null if the entry is set aside. */
const adiado = z.object({}).nullable();

export const attentionAnswer = z.object({
  data: z.object({
    pipeline: z.array(pipelineEntry.extend({ adiado })),
    jobs: z.array(jobsEntry.extend({ adiado })),
  }),
});
