import { z } from "@hono/zod-openapi";
import { sourceInstant, uuid } from "../schemas/wire.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** A workspace, regardless of filters. */
export const workspace = z.object({
  id_workspace: uuid,
  nome_workspace: z
    .string()
    .openapi({ description: "Name in its newest job.", example: "Tech Solutions Corp" }),
  primeiro_enriquecimento: sourceInstant.describe("`data_criacao` of its first job, regardless of filters."),
  ultimo_enriquecimento: sourceInstant.describe("`data_criacao` of its newest job, regardless of filters."),
});

export async function readWorkspace(sql: Snapshot, id: string) {
  const [row] = await sql<z.infer<typeof workspace>[]>`
    select newest.id_workspace, newest.nome_workspace, oldest.data_criacao as primeiro_enriquecimento,
           newest.data_criacao as ultimo_enriquecimento
    from (
      select id_workspace, nome_workspace, data_criacao from gold.enrichments
      where id_workspace = ${id} order by data_criacao desc limit 1
    ) as newest
    cross join (
      select data_criacao from gold.enrichments where id_workspace = ${id} order by data_criacao limit 1
    ) as oldest`;
  return row;
}
