import { isDeepStrictEqual } from "node:util";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { Expected, SourceAdmin } from "./source-admin.ts";

/** @throws unless gold equals the source in count, sum of contacts and digest */
export async function verifyGold(table: string, sql: WarehouseClient, admin: SourceAdmin): Promise<void> {
  const { count, total_contacts, digest } = await admin.expected();
  const expected: Expected = { count, total_contacts, digest };
  const [actual] = await sql<Expected[]>`
    select count(*) as count, sum(total_contatos) as total_contacts,
           sum(('x' || left(md5(id_enriquecimento || '|' || status || '|' || updated_at), 12))::bit(48)::bigint)::text
             as digest
    from ${sql(table)}
    cross join lateral (
      select case status_processamento when 'EM_PROCESSAMENTO' then 'PROCESSING' when 'CONCLUIDO' then 'COMPLETED'
                                       when 'FALHOU' then 'FAILED' when 'CANCELADO' then 'CANCELED' end as status,
             to_char(data_atualizacao at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as updated_at
    ) as source`;
  if (isDeepStrictEqual({ ...actual }, expected)) return;
  throw new Error(`${table} does not equal the source: ${JSON.stringify({ actual, expected })}`);
}
