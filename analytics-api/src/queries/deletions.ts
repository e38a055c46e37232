import { deletionReasons } from "@enrichment-monitor/warehouse/run-vocabulary";
import { z } from "@hono/zod-openapi";
import { enrichment } from "../schemas/enrichment.ts";
import { count, instant, orNull, recordKey, uuid } from "../schemas/wire.ts";
import { isInstantText } from "../sql/enrichment-order.ts";
import type { PageRead, Snapshot, SqlFragment } from "../sql/snapshot.ts";
import { proofWindow } from "./proof-detail.ts";

const countedWindow = proofWindow
  .pick({ window_no: true, from_at: true, to_at: true, source_records: true, warehouse_records: true })
  .extend({ source_records: z.number().int().openapi({ example: 95 }) })
  .openapi("CountedWindow");

/** A time at which the source no longer listed a record, or listed an older state. */
export const deletion = z
  .object({
    record_key: recordKey,
    removido_em: instant.describe("When it was found; for `rolled_back`, when the older state was observed."),
    reason: z.enum(deletionReasons).openapi({
      description:
        "`gone`: the source no longer listed the record. `rolled_back`: it listed an older state, which replaced the newer one.",
      example: "gone",
    }),
    is_current: z
      .boolean()
      .openapi({ description: "Whether the source still does not list the record.", example: true }),
    run_id: uuid,
    run_number: count.openapi({ description: "The run that found it.", example: 412 }),
    window: orNull(countedWindow).describe(
      "The evidence: the window of the run's proof whose counts differed and which was then read. Null: the run read everything, and the record was not listed.",
    ),
  })
  .openapi("Deletion");

type Deletion = z.infer<typeof deletion>;
type CountedWindow = z.infer<typeof countedWindow>;

/** A row of `ops.deletions`: without a window, its columns are null. */
type DeletionRow = Omit<Deletion, "window"> &
  (CountedWindow | ({ window_no: null } & Omit<CountedWindow, "window_no">));

/** The last state that gold showed of a deleted record. */
export const listedDeletion = deletion
  .extend({
    nome_workspace: enrichment.shape.nome_workspace.nullable(),
    status_processamento: enrichment.shape.status_processamento.nullable(),
    total_contatos: enrichment.shape.total_contatos.nullable(),
  })
  .openapi("ListedDeletion", {
    description: "With the last state that gold showed; null if it never showed the record.",
  });

/** A deletion's time, as PostgreSQL's text, and its record. */
export const deletionPosition = z.tuple([z.string().refine(isInstantText), z.guid()]);

/** The deletions of one record, newest first. */
export async function readDeletions(sql: Snapshot, key: string) {
  const rows = await sql<DeletionRow[]>`
    select ${columns(sql)} from ops.deletions where record_key = ${key} order by deleted_at desc`;
  return rows.map(withWindow);
}

/** Newest first. */
export async function listDeletions(
  sql: Snapshot,
  { limit, after }: PageRead<z.infer<typeof deletionPosition>>,
) {
  type Row = Omit<z.infer<typeof listedDeletion>, "window"> & DeletionRow & { found_at: string };
  const rows = await sql<Row[]>`
    select found.*, nome_workspace, status_processamento, total_contatos
    from (
      select ${columns(sql)}, deleted_at::text as found_at from ops.deletions
      ${after ? sql`where (deleted_at, record_key) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : sql``}
      order by deleted_at desc, record_key desc
      limit ${limit}
    ) as found
    left join lateral (
      select nome_workspace, status_processamento, total_contatos from gold.enrichments_history
      where id_enriquecimento = record_key and valid_from < removido_em
      order by valid_from desc, id_versao_bronze desc limit 1
    ) as state on true
    order by removido_em desc, record_key desc`;
  return rows.map(withWindow);
}

/** How many records the source no longer lists, and how many deletions were found at all. */
export async function countDeletions(sql: Snapshot) {
  const [counts] = await sql<[{ total: number; current: number }]>`
    select count(*) as total, count(*) filter (where is_current) as current from ops.deletions`;
  return counts;
}

const columns = (sql: Snapshot): SqlFragment => sql`
  record_key, deleted_at as removido_em, reason, is_current, run_id, run_number,
  window_no, from_at, to_at, source_records, warehouse_records`;

function withWindow<Row extends DeletionRow>(found: Row) {
  const { window_no, from_at, to_at, source_records, warehouse_records, ...row } = found;
  const window = window_no === null ? null : { window_no, from_at, to_at, source_records, warehouse_records };
  return { ...row, window };
}
