import { parseInstant } from "@enrichment-monitor/warehouse/parse-instant";
import { PERIOD_YEARS } from "../period.ts";
import { instantArray, type Span } from "./cells.ts";
import { type Position, placeOf } from "./enrichment-order.ts";
import { findHours } from "./hours-of-jobs.ts";
import { ofWorkspaces } from "./matching.ts";
import { type EnrichmentPage, type Page, readRows, selected } from "./page-of-enrichments.ts";
import type { Found } from "./search.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

const HOUR_MS = 3_600_000;

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
  const hour = hourOf(String(after[2][0]));
  const rest = restAfter(found, hour);
  const stretch = { skip: 0, take: page.limit };
  const { hours } = rest
    ? await findHours(sql, { ...found.filters, ...rest }, found.order, stretch)
    : { hours: [] };
  return { rows: await readRows(sql, found, createdIn(sql, found, [hour, ...hours]), page), total: null };
}

/** What lies behind the cursor's hour; undefined: nothing. */
function restAfter({ filters: { from, to }, order }: Found, hour: Span): Span | undefined {
  if (order === "asc") return hour.to && { from: from && from > hour.to ? from : hour.to, to };
  return hour.from && { from, to: to && to < hour.from ? to : hour.from };
}

/** The hour of an instant as PostgreSQL writes it; all time before or after `PERIOD_YEARS` for one that lies there. */
function hourOf(text: string): Span {
  const instant = parseInstant(text);
  if (text.startsWith("-") || instant < PERIOD_YEARS.from) return { from: undefined, to: PERIOD_YEARS.from };
  // An instant without a Date is farther away than any Date.
  if (!(instant < PERIOD_YEARS.to)) return { from: PERIOD_YEARS.to, to: undefined };
  const hour = Math.floor(instant.getTime() / HOUR_MS) * HOUR_MS;
  return { from: new Date(hour), to: new Date(hour + HOUR_MS) };
}

/** The selected jobs of these hours. OFFSET 0 has PostgreSQL look up each hour by itself. */
const createdIn = (sql: Snapshot, found: Found, hours: readonly Span[]): SqlFragment => sql`(
  select ${placeOf(sql, found)}
  from unnest(
    ${instantArray(
      sql,
      hours.map(({ from }) => from ?? "-infinity"),
    )},
    ${instantArray(
      sql,
      hours.map(({ to }) => to ?? "infinity"),
    )}
  ) as hora (de, ate)
  cross join lateral (
    select * from gold.enrichments
    where data_criacao >= de and data_criacao <= case when isfinite(ate) then ate - interval '1 microsecond' else ate end
      and ${ofWorkspaces(sql, found.filters)}
    offset 0
  ) as enrichments
  where ${selected(sql, found)}
) as enrichments`;
