import { createRoute, z } from "@hono/zod-openapi";
import { ProblemError } from "../http/problem.ts";
import { failures, notModified, ok } from "../http/responses.ts";
import { revalidation } from "../http/revalidation.ts";
import { createRouter } from "../http/router.ts";
import { clip, inZone, PERIOD_YEARS } from "../period.ts";
import { type Interval, intervals } from "../queries/calendar.ts";
import { countJobs } from "../queries/count-jobs.ts";
import { type Extent, readExtent } from "../queries/extent.ts";
import { readTimeseries } from "../queries/timeseries.ts";
import { envelope } from "../schemas/envelope.ts";
import { type Filters, filterQuery, toFilters } from "../schemas/filters.ts";
import { dimension, measures } from "../schemas/measures.ts";
import { period, showPeriod } from "../schemas/period.ts";
import { count, zone } from "../schemas/wire.ts";

/** Enough for every month that a period may hold, and for the hours of a quarter; more could not be drawn, and would be megabytes. */
const MAX_BUCKETS = 3_100;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const shortestMs: Record<Interval, number> = {
  hora: HOUR_MS,
  dia: 23 * HOUR_MS,
  semana: 167 * HOUR_MS,
  mes: 671 * HOUR_MS,
};

/** The longest span that `auto` shows in each interval, in days; all that is longer, in months. */
const readableDays = { hora: 2, dia: 120, semana: 731 } as const;

const localInstant = z.iso.datetime({ offset: true });

const bucket = measures
  .extend({
    inicio: localInstant.openapi({ example: "2026-11-23T00:00:00-03:00" }),
    fim: localInstant.openapi({ description: "Exclusive.", example: "2026-11-24T00:00:00-03:00" }),
    completo: z.boolean().openapi({
      description:
        "False while jobs of the bucket may still be missing: it has not ended at `as_of.instant`, or the period cuts it.",
    }),
    grupos: z.array(measures.extend({ valor: z.string().openapi({ example: "CONCLUIDO" }) })).openapi({
      description: "One per value of `por`, in the order of its values; empty without `por`.",
    }),
  })
  .openapi("Bucket");

const route = createRoute({
  method: "get",
  path: "/timeseries",
  tags: ["analytics"],
  middleware: revalidation,
  summary: "The measures over time, by creation date",
  description: `Every bucket of the period, also the empty ones; at most ${MAX_BUCKETS}. Without a period: from the first job to now. Where no \`data_inicio\` says from when, jobs created before 1970 are left out; where no \`data_fim\` says until when, those created more than a day after \`as_of.instant\`. \`meta.periodo\` tells what is shown.`,
  request: {
    query: filterQuery({
      intervalo: z
        .enum([...intervals, "auto"])
        .default("dia")
        .openapi({
          description:
            "Length of a bucket in the zone `fuso`; weeks begin on Monday. `auto`: the shortest that keeps a chart readable, which is always served: hours up to two days, days up to four months, weeks up to two years, else months. `meta.intervalo` tells which.",
        }),
      por: dimension.optional().openapi({ description: "Splits each bucket by this column." }),
    }),
  },
  responses: {
    ...ok(
      "The buckets, oldest first.",
      envelope(
        z.object({
          fuso: zone,
          periodo: period,
          intervalo: z.enum(intervals),
          por: dimension.nullable(),
          enriquecimentos_fora: count.openapi({
            description: "Matching jobs that no bucket holds: those created too long ago or in the future.",
            example: 0,
          }),
        }),
        z.array(bucket),
      ),
    ),
    ...notModified,
    ...failures,
  },
});

export const timeseriesRoutes = () =>
  createRouter().openapi(route, async (c) => {
    const { sql, asOf } = c.var;
    const { intervalo, por, ...parameters } = c.req.valid("query");
    const filters = toFilters(parameters);
    const { zone } = filters;
    const isClosed = filters.from !== undefined && filters.to !== undefined;
    const extent = isClosed
      ? undefined
      : await readExtent(sql, { ...filters, ...shownOf(filters, asOf.instant) }, asOf.instant);
    const from = filters.from ?? extent?.from;
    const to = filters.to ?? extent?.to;
    const span = from && to && from < to ? { from, to } : undefined;
    const interval = intervalo === "auto" ? readableInterval(span) : intervalo;
    if (span) refuseTooMany(span, interval);
    const buckets = span ? await readTimeseries(sql, filters, span, interval, por) : [];
    const shown = buckets.reduce((sum, { medidas }) => sum + medidas.total_enriquecimentos, 0);
    const outside = isClosed ? 0 : (await countJobs(sql, filters)) - shown;
    const beginnings = buckets.map(({ inicio }) => inZone(inicio, zone));
    return c.json(
      {
        data: buckets.map(({ inicio, fim, medidas, grupos }, index) => ({
          inicio: beginnings[index],
          // Where the next begins: telling the zone's time is a tenth of what a long series takes.
          fim: beginnings[index + 1] ?? inZone(fim, zone),
          completo:
            asOf.instant !== null &&
            fim <= asOf.instant &&
            (filters.from === undefined || filters.from <= inicio) &&
            (filters.to === undefined || fim <= filters.to),
          ...medidas,
          grupos,
        })),
        meta: {
          fuso: zone,
          periodo: showPeriod(span ?? filters, zone),
          intervalo: interval,
          por: por ?? null,
          enriquecimentos_fora: outside,
        },
        as_of: asOf,
      },
      200,
    );
  });

/** What of the filters' period a series may reach over: one wrong date must not make it thousands of empty buckets long. */
const shownOf = (filters: Filters, asOf: Date | null): Extent =>
  clip(
    filters,
    PERIOD_YEARS.from,
    filters.to ?? (asOf ? new Date(asOf.getTime() + DAY_MS) : PERIOD_YEARS.to),
  );

function readableInterval(span: Extent | undefined): Interval {
  const days = span ? (span.to.getTime() - span.from.getTime()) / DAY_MS : 0;
  if (days <= readableDays.hora) return "hora";
  if (days <= readableDays.dia) return "dia";
  return days <= readableDays.semana ? "semana" : "mes";
}

/** At most. */
const bucketsIn = ({ from, to }: Extent, interval: Interval): number =>
  Math.ceil((to.getTime() - from.getTime()) / shortestMs[interval]);

function refuseTooMany(span: Extent, interval: Interval): void {
  const buckets = bucketsIn(span, interval);
  if (buckets <= MAX_BUCKETS) return;
  const allowed = intervals.filter((longer) => bucketsIn(span, longer) <= MAX_BUCKETS);
  throw ProblemError.unprocessable({
    parameter: "intervalo",
    detail: `${interval} would make about ${buckets} buckets, and at most ${MAX_BUCKETS} are served: ask for intervalo=${allowed[0]}, or for a shorter period.`,
    allowed,
  });
}
