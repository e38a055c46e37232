import type { WarehouseClient } from "../src/client.ts";

/**
 * References without a constraint, because it would slow down bronze, or because bronze is purged earlier than the rows that refer
 * to it: a column, and the table whose primary key it contains. `run_id` of the tables in ops is left out: it always refers to `ops.runs`.
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
  { table: "ops.sightings", column: "record_key", target: "bronze.enrichment_heads" },
];

interface Column {
  schema: string;
  relation: string;
  column: string;
  type: string;
  comment: string;
  isTable: boolean;
  nullable: boolean;
  inPrimaryKey: boolean;
  /** Whether the column alone is unique. */
  unique: boolean;
}

interface Reference {
  table: string;
  column: string;
  target: string;
  enforced: boolean;
}

interface DescribedObject {
  schema: string;
  schemaComment: string;
  name: string;
  /** Tables and views: with the schema. */
  relation: string | null;
  comment: string;
}

/**
 * The warehouse in Markdown: a Mermaid diagram of the references between its tables, and for each schema a list of its tables, views
 * and functions. Tables of gold, which most readers use, have their columns described; others have their columns named.
 */
export async function describeWarehouse(sql: WarehouseClient): Promise<string> {
  const columns = await readColumns(sql);
  const references = await readReferences(sql);
  const schemas = Map.groupBy(await readObjects(sql), ({ schema }) => schema);
  return [
    diagram(references.map((reference) => drawReference(reference, columns))),
    ...[...schemas].flatMap(([schema, objects]) => [
      `### ${schema}`,
      objects[0]?.schemaComment,
      objects.map((object) => listItem(object, columns)).join("\n"),
    ]),
  ].join("\n\n");
}

const diagram = (lines: readonly string[]): string =>
  ["```mermaid", "erDiagram", ...lines.map((line) => `  ${line}`), "```"].join("\n");

function drawReference({ table, column, target, enforced }: Reference, columns: readonly Column[]): string {
  const from = columns.find((known) => known.relation === table && known.column === column);
  if (!from || !columns.some((known) => known.relation === target))
    throw new Error(`${table}.${column} or ${target} does not exist: correct UNENFORCED.`);
  const line = `${from.unique ? "|o" : "}o"}${enforced ? "--" : ".."}${from.nullable ? "o|" : "||"}`;
  return `"${table}" ${line} "${target}" : ${column}`;
}

function listItem({ name, relation, comment }: DescribedObject, columns: readonly Column[]): string {
  const own = columns.filter((column) => column.relation === relation);
  const item = `- \`${name}\`: ${comment}`;
  if (own.length === 0) return item;
  if (own.every(isDescribed)) return [item, ...newMeanings(own, columns)].join("\n");
  return `${item} Columns: ${own.map(columnName).join(", ")}.`;
}

const isDescribed = ({ schema, isTable }: Column): boolean => schema === "gold" && isTable;

const columnName = ({ column, inPrimaryKey }: Column): string => (inPrimaryKey ? `**${column}**` : column);

/** The columns that no earlier table has with the same meaning. */
const newMeanings = (own: readonly Column[], columns: readonly Column[]): string[] =>
  own
    .filter((column) => column === columns.filter(isDescribed).find(isSameAs(column)))
    .map(({ column, type, comment }) => `  - \`${column}\` ${type}: ${comment}`);

const isSameAs =
  ({ column, comment }: Column) =>
  (other: Column): boolean =>
    other.column === column && other.comment === comment;

const readColumns = (sql: WarehouseClient) => sql<Column[]>`
  select nspname as schema, format('%s.%s', nspname, relname) as relation, attname as column,
         format_type(atttypid, null) as type, col_description(attrelid, attnum) as comment, relkind = 'r' as "isTable",
         not attnotnull as nullable,
         exists (select from pg_index where indrelid = attrelid and indisprimary and attnum = any(indkey)) as "inPrimaryKey",
         exists (select from pg_index where indrelid = attrelid and indisunique and indnkeyatts = 1 and indkey[0] = attnum)
           as "unique"
  from pg_attribute
  join pg_class on pg_class.oid = attrelid
  join pg_namespace on pg_namespace.oid = relnamespace
  where nspname in ('bronze', 'gold', 'ops') and relkind in ('r', 'v') and attnum > 0 and not attisdropped
  order by nspname, relname, attnum`;

async function readReferences(sql: WarehouseClient): Promise<Reference[]> {
  const foreignKeys = await sql<Reference[]>`
    select format('%s.%s', nspname, relname) as table, attname as column, confrelid::regclass::text as target,
           true as enforced
    from pg_constraint
    join pg_class on pg_class.oid = conrelid
    join pg_namespace on pg_namespace.oid = relnamespace
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and nspname in ('bronze', 'gold', 'ops') and not (nspname = 'ops' and attname = 'run_id')
    order by nspname, relname, attname`;
  return [...foreignKeys, ...UNENFORCED.map((reference) => ({ ...reference, enforced: false }))];
}

const readObjects = (sql: WarehouseClient) => sql<DescribedObject[]>`
  select nspname as schema, obj_description(pg_namespace.oid, 'pg_namespace') as "schemaComment", name, relation, comment
  from pg_namespace
  cross join lateral (
    select case relkind when 'r' then 1 else 2 end as kind, relname::text as name,
           format('%s.%s', nspname, relname) as relation, obj_description(pg_class.oid, 'pg_class') as comment
    from pg_class where relnamespace = pg_namespace.oid and relkind in ('r', 'v')
    union all
    select 3, format('%s(%s)', proname, pg_get_function_identity_arguments(pg_proc.oid)), null,
           obj_description(pg_proc.oid, 'pg_proc')
    from pg_proc where pronamespace = pg_namespace.oid and prorettype <> 'trigger'::regtype
  ) as object
  where nspname in ('bronze', 'gold', 'ops')
  order by nspname, kind, name`;
