import type { WarehouseClient } from "../src/client.ts";

export interface SchemaObject {
  kind: string;
  name: string;
  definition: string | null;
}

/**
 * Everything that migrations define, except comments and the order of columns. Two warehouses with the same description have the
 * same schema.
 */
export const describeSchema = (sql: WarehouseClient): Promise<SchemaObject[]> => sql<SchemaObject[]>`
  with warehouse as (select oid, nspname, nspacl from pg_namespace where nspname in ('bronze', 'gold', 'ops')),
  relation as (select pg_class.* from pg_class join warehouse on relnamespace = warehouse.oid),
  described(kind, name, definition, privileges) as (
    select 'schema', nspname::text, null, nspacl from warehouse
    union all
    select relkind::text, oid::regclass::text, array_to_string(reloptions, ','), relacl from relation
    union all
    select 'view', oid::regclass::text, pg_get_viewdef(oid), null from relation where relkind = 'v'
    union all
    select 'column', format('%s.%I', attrelid::regclass, attname),
           concat_ws(' ', format_type(atttypid, atttypmod), case when attnotnull then 'not null' end,
                     nullif(attidentity, ''), pg_get_expr(adbin, adrelid)), attacl
    from pg_attribute
    join relation on relation.oid = attrelid
    left join pg_attrdef on (adrelid, adnum) = (attrelid, attnum)
    where relkind in ('r', 'v') and attnum > 0 and not attisdropped
    union all
    select 'constraint', format('%s %I', conrelid::regclass, conname), pg_get_constraintdef(pg_constraint.oid), null
    from pg_constraint join relation on relation.oid = conrelid
    union all
    select 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid), null
    from pg_index join relation on relation.oid = indrelid
    union all
    select 'function', oid::regprocedure::text, pg_get_functiondef(oid), proacl
    from pg_proc where pronamespace in (select oid from warehouse)
    union all
    select 'trigger', format('%s %I', tgrelid::regclass, tgname), pg_get_triggerdef(pg_trigger.oid), null
    from pg_trigger join relation on relation.oid = tgrelid where not tgisinternal
    union all
    select 'default privileges', format('%s %s', nspname, defaclobjtype), null, defaclacl
    from pg_default_acl join warehouse on warehouse.oid = defaclnamespace
  )
  select kind, name,
         concat_ws(' ', definition, (select string_agg(item::text, ' ' order by item::text) from unnest(privileges) as item))
           as definition
  from described order by kind, name`;
