import { DateTime } from "luxon";
import { type Position, placeOf } from "./enrichment-order.ts";
import { findHours } from "./hours-of-jobs.ts";
import { ofKind, soughtBy } from "./matching.ts";
import { type EnrichmentPage, type Page, readRows, selected } from "./page-of-enrichments.ts";
import type { Found } from "./search.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** A page in the order of creation: the hours that it lies in are found by counting, at any depth. */
export const listByCreation = (sql: Snapshot, found: Found, page: Page): Promise<EnrichmentPage> =>
  page.after ? listOn(sql, found, page, page.after) : listFromStart(sql, found, page);

async function listFromStart(sql: Snapshot, found: Found, page: Page): Promise<EnrichmentPage> {
  const stretch = { skip: page.offset, take: page.limit };
  const { hours, skip, total } = await findHours(sql, found.filters, found.order, stretch);
  return { rows: await readRows(sql, found, createdIn(sql, found, hours), { ...page, offset: skip }), total };
}

/** Jobs of the cursor's hour may stand on either side of it: that hour is read besides those that the counts tell. */
async function listOn(sql: Snapshot, found: Found, page: Page, after: Position): Promise<EnrichmentPage> {
  const hour = DateTime.fromSQL(String(after[2][0]), { zone: "utc" }).startOf("hour");
  const { from, to } = found.filters;
  const rest =
    found.order === "asc"
      ? {
          from: DateTime.max(hour.plus({ hours: 1 }), from ? DateTime.fromJSDate(from) : hour).toJSDate(),
          to,
        }
      : { from, to: DateTime.min(hour, to ? DateTime.fromJSDate(to) : hour).toJSDate() };
  const stretch = { skip: 0, take: page.limit };
  const { hours } = await findHours(sql, { ...found.filters, ...rest }, found.order, stretch);
  return {
    rows: await readRows(sql, found, createdIn(sql, found, [hour.toJSDate(), ...hours]), page),
    total: null,
  };
}

/** The selected jobs of these hours. OFFSET 0 has PostgreSQL look up each hour by itself. */
const createdIn = (sql: Snapshot, found: Found, hours: readonly Date[]): SqlFragment => sql`(
  select ${placeOf(sql, found)}
  from unnest(${hours.map((hour) => hour.toISOString())}::timestamptz[]) as hora
  cross join lateral (
    select * from gold.enrichments
    where data_criacao >= hora and data_criacao < hora + interval '1 hour' and ${ofKind(sql, soughtBy(found.filters))}
    offset 0
  ) as enrichments
  where ${selected(sql, found)}
) as enrichments`;
