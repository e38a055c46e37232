import { DateTime } from "luxon";
import { z } from "zod/mini";
import { type Zone, zones } from "./format.ts";
import { contactTypes, type Interval, jobSizes, statuses } from "./vocabulary.ts";
import type { WeekHourName } from "./week-hours.ts";

/** The last 24 hours, calendar days up to today, everything, or a custom range of dates. */
export const periods = ["24h", "7d", "30d", "90d", "tudo", "personalizado"] as const;
export type Period = (typeof periods)[number];

const calendarDays: Partial<Record<Period, number>> = { "7d": 7, "30d": 30, "90d": 90 };

/** The API's maximum for each list. */
export const MAX_CHOSEN = 50;

/** The API's years: beyond them, comparisons with an earlier period could leave the range of dates. */
const FIRST_DATE = "1970-01-01";
const LAST_DATE = "2199-12-31";

/** The filters, named as in the URL, the API and the database. An empty list means all. */
export interface Filters extends z.output<typeof filters> {}

/** A day in the chosen zone, or an instant: a chart's hour is no whole day. */
const edge = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

const filters = z.object({
  periodo: z._default(z.enum(periods), "30d"),
  data_inicio: z.optional(edge),
  data_fim: z.optional(edge),
  fuso: z._default(z.enum(zones), "America/Sao_Paulo"),
  id_workspace: z.array(z.guid()),
  status_processamento: z.array(z.enum(statuses)),
  tipo_contato: z.array(z.enum(contactTypes)),
  categoria_tamanho_job: z.array(z.enum(jobSizes)),
});

const lists = ["id_workspace", "status_processamento", "tipo_contato", "categoria_tamanho_job"] as const;
const scalars = ["periodo", "data_inicio", "data_fim", "fuso"] as const;
const names: readonly string[] = [...scalars, ...lists];

/** The parameters of the shown page of a list. */
export const pageParams: readonly string[] = ["cursor", "pagina"];

export type FilterName = (typeof lists)[number] | (typeof scalars)[number];

export const defaultFilters: Filters = filters.parse(Object.fromEntries(lists.map((name) => [name, []])));

/** The methods of URLSearchParams that parsing needs. */
export type UrlParams = Pick<URLSearchParams, "get" | "getAll">;

/** A filter in the URL that is refused. */
export interface FilterProblem {
  name: FilterName | WeekHourName;
  /** `unknown`: not a value of this filter. `order`: the end is before the start. `year`: a date that is not supported. */
  reason: "unknown" | "too_many" | "order" | "year";
  /** As in the URL. */
  value: string;
}

/**
 * Reads the filters from a URL. An absent or empty filter has its default; other parameters are ignored. A refused value is reported:
 * to ignore it would show numbers that the user did not ask for. `filters` has all other values, for the filter bar.
 */
export function parseFilters(params: UrlParams): { filters: Filters; problems: FilterProblem[] } {
  const problems: FilterProblem[] = [];
  const given = (name: string) => params.getAll(name).filter((value) => value !== "");
  const { shape } = filters;
  const valid: Record<string, unknown> = {};
  for (const name of scalars) {
    const value = given(name).at(0);
    if (shape[name].safeParse(value).success) valid[name] = value;
    else problems.push({ name, reason: "unknown", value: value ?? "" });
  }
  for (const name of lists) {
    const values = [...new Set(given(name))];
    const known = values.filter((value) => shape[name].safeParse([value]).success);
    valid[name] = known;
    if (known.length < values.length) {
      const value = values.filter((value) => !known.includes(value)).join(", ");
      problems.push({ name, reason: "unknown", value });
    } else if (known.length > MAX_CHOSEN)
      problems.push({ name, reason: "too_many", value: String(known.length) });
  }
  const parsed = filters.parse(valid);
  return { filters: parsed, problems: [...problems, ...dateProblems(parsed)] };
}

function dateProblems({ periodo, data_inicio, data_fim }: Filters): FilterProblem[] {
  if (periodo !== "personalizado") return [];
  const problems: FilterProblem[] = [];
  for (const [name, value] of Object.entries({ data_inicio, data_fim }) as [FilterName, string | undefined][])
    if (value !== undefined && (dayOf(value) < FIRST_DATE || dayOf(value) > LAST_DATE))
      problems.push({ name, reason: "year", value });
  if (data_inicio && data_fim && isAfter(data_inicio, data_fim))
    problems.push({ name: "data_fim", reason: "order", value: data_fim });
  return problems;
}

export const isDay = (edge: string): boolean => edge.length === FIRST_DATE.length;

/** The day of an edge of the period, yyyy-mm-dd. */
export const dayOf = (edge: string): string => edge.slice(0, FIRST_DATE.length);

const isAfter = (start: string, end: string): boolean =>
  isDay(start) || isDay(end) ? dayOf(start) > dayOf(end) : Date.parse(start) > Date.parse(end);

/** The time zone in a URL; the default zone if it is absent or unknown. */
export const parseZone = (params: UrlParams): Zone =>
  zones.find((zone) => zone === params.get("fuso")) ?? defaultFilters.fuso;

/** The shortest query string with these filters: defaults are left out. */
export function filterParams(chosen: Filters): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of scalars) {
    const value = chosen[name];
    const isCustomDate = name === "data_inicio" || name === "data_fim";
    if (
      value !== undefined &&
      value !== defaultFilters[name] &&
      (!isCustomDate || chosen.periodo === "personalizado")
    )
      params.set(name, value);
  }
  for (const name of lists) for (const value of chosen[name]) params.append(name, value);
  return params;
}

/** The filters of a URL that links to other pages keep; none if any is refused. */
export function sharedParams(params: UrlParams): URLSearchParams {
  const { filters, problems } = parseFilters(params);
  return problems.length === 0 ? filterParams(filters) : new URLSearchParams();
}

/** The query string of the same page with other filters: other parameters stay, but a list starts at its first page. */
export function withFilters(params: Iterable<[string, string]>, chosen: Filters): string {
  const query = filterParams(chosen);
  for (const [name, value] of params)
    if (!names.includes(name) && !pageParams.includes(name)) query.append(name, value);
  return `?${query}`;
}

/**
 * The filters as parameters of the analytics API.
 * @param now epoch milliseconds; the end of preset periods
 */
export function apiQuery({ periodo, data_inicio, data_fim, ...rest }: Filters, now: number) {
  return { ...rest, ...range({ periodo, data_inicio, data_fim, fuso: rest.fuso }, now) };
}

type Range = Pick<Filters, "periodo" | "data_inicio" | "data_fim" | "fuso">;

function range(
  { periodo, data_inicio, data_fim, fuso }: Range,
  now: number,
): { data_inicio?: string; data_fim?: string } {
  const end = DateTime.fromMillis(now, { zone: fuso });
  const days = calendarDays[periodo];
  if (days !== undefined) return { data_inicio: end.minus({ days: days - 1 }).toFormat("yyyy-MM-dd") };
  if (periodo === "24h")
    return { data_inicio: new Date(end.minus({ hours: 24 }).startOf("minute").toMillis()).toISOString() };
  if (periodo === "tudo") return {};
  return { ...(data_inicio && { data_inicio }), ...(data_fim && { data_fim }) };
}

/** The interval of a time series of this period; "auto" lets the API choose where the jobs determine the length of the period. */
export function chooseInterval({ periodo }: Filters): Interval | "auto" {
  if (periodo === "24h") return "hora";
  return calendarDays[periodo] === undefined ? "auto" : "dia";
}
