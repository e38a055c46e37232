import { z } from "@hono/zod-openapi";
import { enrichment } from "../schemas/enrichment.ts";
import { count, instantOrNull, sourceInstant } from "../schemas/wire.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** A time during which a job kept its status, by the times of the source. */
export const statusPeriod = z
  .object({
    status_processamento: enrichment.shape.status_processamento,
    desde: sourceInstant.describe(
      "`data_criacao` for a first EM_PROCESSAMENTO, otherwise `data_atualizacao` of the first version with this status.",
    ),
    ate: instantOrNull.describe("The next `desde`; null: the last known status."),
    minutos: z.number().min(0).nullable().openapi({
      description: "From `desde` to `ate`; null for the last status, and if the source went back in time.",
      example: 5.366666666666666,
    }),
    id_versao_bronze: count.openapi({ description: "The first version with this status.", example: 10432 }),
  })
  .openapi("StatusPeriod");

/** The statuses of a job, oldest first, as far as its versions show them. */
export const readStatusPeriods = (sql: Snapshot, id: string) => sql<z.infer<typeof statusPeriod>[]>`
  select status_processamento, desde, ate,
         case when isfinite(desde) and isfinite(ate) and ate >= desde
           then extract(epoch from ate - desde)::double precision / 60 end as minutos,
         id_versao_bronze
  from (
    select *, lead(desde) over (order by place) as ate
    from (
      select *, row_number() over versions as place,
             lag(status_processamento) over versions is distinct from status_processamento as is_new,
             case when status_processamento = 'EM_PROCESSAMENTO' and row_number() over versions = 1
               then data_criacao else data_atualizacao end as desde
      from gold.enrichments_history
      where id_enriquecimento = ${id}
      window versions as (order by valid_from, id_versao_bronze)
    ) as states
    where is_new
  ) as periods
  order by place`;
