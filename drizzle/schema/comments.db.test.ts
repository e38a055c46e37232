import { expect, inject, test } from "vitest";
import { createWarehouseDatabase } from "../testing/warehouse-database.ts";

test("every schema, table, view, column and function of the warehouse has a comment", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  const uncommented = await warehouse.sql<{ object: string }[]>`
    with warehouse as (select oid from pg_namespace where nspname in ('bronze', 'gold', 'ops'))
    select pg_describe_object(classid, objid, objsubid) as object
    from (
      select 'pg_namespace'::regclass, oid, 0 from warehouse
      union all
      select 'pg_class'::regclass, pg_class.oid, 0
      from pg_class join warehouse on relnamespace = warehouse.oid
      where relkind in ('r', 'p', 'v', 'm')
      union all
      select 'pg_class'::regclass, attrelid, attnum
      from pg_attribute join pg_class on attrelid = pg_class.oid join warehouse on relnamespace = warehouse.oid
      where relkind in ('r', 'p', 'v', 'm') and attnum > 0 and not attisdropped
      union all
      select 'pg_proc'::regclass, pg_proc.oid, 0 from pg_proc join warehouse on pronamespace = warehouse.oid
    ) as described(classid, objid, objsubid)
    where not exists (select from pg_description as comment
                      where (comment.classoid, comment.objoid, comment.objsubid) = (classid, objid, objsubid))
    order by object`;
  expect(uncommented.map(({ object }) => object)).toEqual([]);
});
