import type { WarehouseClient } from "../src/client.ts";

/**
 * Relations that no constraint enforces, because bronze is written too fast for it or is kept for less long than what
 * refers to it: a column and the table whose primary key it holds.
 */
const UNENFORCED: readonly { table: string; column: string; target: string }[] = [
  { table: "bronze.deletions", column: "record_key", target: "bronze.enrichment_heads" },
  { table: "bronze.enrichment_heads", column: "version_id", target: "bronze.enrichment_versions" },
  { table: "bronze.enrichment_versions", column: "record_key", target: "bronze.enrichment_heads" },
  { table: "bronze.enrichment_versions", column: "fetch_id", target: "bronze.fetches" },
  { table: "bronze.enrichment_versions", column: "batch_id", target: "ops.batches" },
  { table: "gold.enrichments", column: "id_versao_bronze", target: "bronze.enrichment_versions" },
  { table: "gold.enrichments", column: "id_execucao", target: "ops.runs" },
  { table: "ops.rejected_records", column: "version_id", target: "bronze.enrichment_versions" },
  { table: "ops.rejected_records", column: "record_key", target: "bronze.enrichment_heads" },
  { table: "ops.duplicates", column: "record_key", target: "bronze.enrichment_heads" },
  { table: "ops.sightings", column: "run_id", target: "ops.runs" },
  { table: "ops.sightings", column: "record_key", target: "bronze.enrichment_heads" },
];

interface Column {
  schema: string;
  table: string;
  column: string;
  type: string;
  nullable: boolean;
  inPrimaryKey: boolean;
  /** Alone: no two rows share a value. */
  unique: boolean;
}

interface Relation {
  table: string;
  column: string;
  target: string;
  enforced: boolean;
}

interface Described {
  schema: string;
  /** The schema's own comment. */
  purpose: string;
  name: string;
  comment: string;
}

/**
 * The warehouse in Markdown: a Mermaid picture of how its tables refer to each other, and for each schema one of its tables
 * with their columns and keys, and what there is in it with its comment.
 */
export async function describeWarehouse(sql: WarehouseClient): Promise<string> {
  const columns = await readColumns(sql);
  const relations = await readRelations(sql);
  const schemas = Map.groupBy(await readComments(sql), ({ schema }) => schema);
  return [
    diagram(relations.map((relation) => drawRelation(relation, columns))),
    ...[...schemas].flatMap(([schema, objects]) => [
      `### ${schema}`,
      objects[0]?.purpose,
      diagram(
        drawTables(
          columns.filter((column) => column.schema === schema),
          relations,
        ),
      ),
      objects.map(({ name, comment }) => `- \`${name}\`: ${comment}`).join("\n"),
    ]),
  ].join("\n\n");
}

const diagram = (lines: readonly string[]): string =>
  ["```mermaid", "erDiagram", ...lines.map((line) => `  ${line}`), "```"].join("\n");

function drawRelation({ table, column, target, enforced }: Relation, columns: readonly Column[]): string {
  const from = columns.find((known) => known.table === table && known.column === column);
  if (!from || !columns.some((known) => known.table === target))
    throw new Error(`${table}.${column} or ${target} is not in the warehouse: correct UNENFORCED.`);
  const line = `${from.unique ? "|o" : "}o"}${enforced ? "--" : ".."}${from.nullable ? "o|" : "||"}`;
  return `"${table}" ${line} "${target}" : ${column}`;
}

const drawTables = (columns: readonly Column[], relations: readonly Relation[]): string[] =>
  [...Map.groupBy(columns, ({ table }) => table)].flatMap(([table, own]) => [
    `"${table}" {`,
    ...own.map((column) => `  ${drawColumn(column, relations)}`),
    "}",
  ]);

function drawColumn({ table, column, type, inPrimaryKey, unique }: Column, relations: readonly Relation[]) {
  const refers = relations.some((relation) => relation.table === table && relation.column === column);
  const keys = [inPrimaryKey && "PK", refers && "FK", unique && !inPrimaryKey && "UK"].filter(Boolean);
  return [type, column, keys.join(", ")].filter(Boolean).join(" ");
}

const readColumns = (sql: WarehouseClient) => sql<Column[]>`
  select nspname as schema, format('%s.%s', nspname, relname) as table, attname as column, typname as type,
         not attnotnull as nullable,
         exists (select from pg_index where indrelid = attrelid and indisprimary and attnum = any(indkey)) as "inPrimaryKey",
         exists (select from pg_index where indrelid = attrelid and indisunique and indnkeyatts = 1 and indkey[0] = attnum)
           as "unique"
  from pg_attribute
  join pg_class on pg_class.oid = attrelid
  join pg_namespace on pg_namespace.oid = relnamespace
  join pg_type on pg_type.oid = atttypid
  where nspname in ('bronze', 'gold', 'ops') and relkind = 'r' and attnum > 0 and not attisdropped
  order by nspname, relname, attnum`;

async function readRelations(sql: WarehouseClient): Promise<Relation[]> {
  const foreignKeys = await sql<Relation[]>`
    select format('%s.%s', nspname, relname) as table, attname as column, confrelid::regclass::text as target,
           true as enforced
    from pg_constraint
    join pg_class on pg_class.oid = conrelid
    join pg_namespace on pg_namespace.oid = relnamespace
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and nspname in ('bronze', 'gold', 'ops')
    order by nspname, relname, attname`;
  return [...foreignKeys, ...UNENFORCED.map((relation) => ({ ...relation, enforced: false }))];
}

const readComments = (sql: WarehouseClient) => sql<Described[]>`
  select nspname as schema, obj_description(pg_namespace.oid, 'pg_namespace') as purpose, name, comment
  from pg_namespace
  cross join lateral (
    select 1 as kind, relname::text as name, obj_description(pg_class.oid, 'pg_class') as comment
    from pg_class where relnamespace = pg_namespace.oid and relkind in ('r', 'v')
    union all
    select 2, format('%s(%s)', proname, pg_get_function_identity_arguments(pg_proc.oid)),
           obj_description(pg_proc.oid, 'pg_proc')
    from pg_proc where pronamespace = pg_namespace.oid and prorettype <> 'trigger'::regtype
  ) as object
  where nspname in ('bronze', 'gold', 'ops')
  order by nspname, kind, name`;
