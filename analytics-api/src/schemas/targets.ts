import { z } from "@hono/zod-openapi";
import { MIN_JOBS } from "../min-jobs.ts";
import { intervals } from "../queries/calendar.ts";
import { filterMeta } from "./period.ts";
import { count, orNull } from "./wire.ts";

const minutes = z.number().min(0);
const share = z.number().min(0).max(1);
const partKept = share.nullable();
const isKept = z.boolean().nullable();

/** A target for finished jobs, and how it was kept. */
const jobTarget = z.object({
  alvo: minutes,
  valor: minutes.nullable().openapi({ description: "Of all matching jobs of the period.", example: 0.912 }),
  cumprida: isKept.openapi({
    description: `Whether \`valor\` reaches \`alvo\`; null with fewer than ${MIN_JOBS} finished jobs.`,
    example: false,
  }),
  intervalos: count.openapi({
    description: `Buckets of \`meta.intervalo\` with at least ${MIN_JOBS} finished jobs.`,
    example: 30,
  }),
  intervalos_cumpridos: count.openapi({ description: "Those that kept it.", example: 21 }),
  parte_cumprida: partKept.openapi({
    description: "`intervalos_cumpridos` / `intervalos`; null without such buckets.",
    example: 0.7,
  }),
});

const freshnessTarget = z.object({
  alvo: minutes.openapi({ example: 10 }),
  valor: minutes.nullable().openapi({
    description:
      "Age of the data at the end of the period, or now if it has not ended: since the watermark of the newest run whose data were in gold. Null before the first such run.",
    example: 3.4,
  }),
  cumprida: isKept.openapi({ description: "Whether `valor` is at most `alvo`.", example: true }),
  parte_cumprida: partKept.openapi({
    description:
      "Share of the time of the period in which the data were no older than `alvo`, of the part since the data of the first run were in gold, and up to now.",
    example: 0.983,
  }),
});

export const targetsKept = z
  .object({
    taxa_sucesso: orNull(jobTarget.extend({ alvo: share.openapi({ example: 0.92 }) })),
    duracao_p95_minutos: orNull(
      jobTarget.extend({
        alvo: minutes.openapi({ example: 25 }),
        valor: minutes.nullable().openapi({
          description: "With the precision of `duracao_p95_minutos` of a time series.",
          example: 21.8,
        }),
      }),
    ),
    idade_dados_minutos: orNull(freshnessTarget).describe("Depends on no filter but the period."),
  })
  .openapi("Targets");

export const targetsMeta = filterMeta.extend({ intervalo: z.enum(intervals) });

export type TargetsKept = z.infer<typeof targetsKept>;
