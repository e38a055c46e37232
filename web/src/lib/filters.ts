import { DateTime } from "luxon";
import { z } from "zod";
import { type Zone, zones } from "./format.ts";
import { contactTypes, type Interval, jobSizes, statuses } from "./vocabulary.ts";

/** The last 24 hours, calendar days up to today, everything, or a custom range of dates. */
export const periods = ["24h", "7d", "30d", "90d", "tudo", "personalizado"] as const;
export type Period = (typeof periods)[number];

const calendarDays: Partial<Record<Period, number>> = { "7d": 7, "30d": 30, "90d": 90 };

/** The filters, named as in the URL, the API and the database. An empty list means all. */
export interface Filters extends z.output<typeof filters> {}

const filters = z.object({
  periodo: z.enum(periods).default("30d"),
  data_inicio: z.iso.date().optional(),
  data_fim: z.iso.date().optional(),
  fuso: z.enum(zones).default("America/Sao_Paulo"),
  id_workspace: z.array(z.guid()),
  status_processamento: z.array(z.enum(statuses)),
  tipo_contato: z.array(z.enum(contactTypes)),
  categoria_tamanho_job: z.array(z.enum(jobSizes)),
});

const lists = ["id_workspace", "status_processamento", "tipo_contato", "categoria_tamanho_job"] as const;
const scalars = ["periodo", "data_inicio", "data_fim", "fuso"] as const;

export const defaultFilters: Filters = filters.parse(Object.fromEntries(lists.map((name) => [name, []])));

/** The methods of URLSearchParams that parsing needs. */
export type UrlParams = Pick<URLSearchParams, "get" | "getAll">;

/** A filter in the URL with an invalid value. */
export interface BadFilter {
  name: string;
  value: string;
}

/**
 * Reads the filters from a URL. An absent or empty filter has its default; other parameters are ignored. An invalid value is
 * reported: to ignore it would show numbers that the user did not ask for.
 */
export function parseFilters(params: UrlParams): { filters: Filters } | { bad: BadFilter[] } {
  const given = (name: string) => params.getAll(name).filter((value) => value !== "");
  const parsed = filters.safeParse({
    ...Object.fromEntries(lists.map((name) => [name, given(name)])),
    ...Object.fromEntries(scalars.map((name) => [name, given(name).at(0)])),
  });
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))];
    return { bad: names.map((name) => ({ name, value: given(name).join(", ") })) };
  }
  const { data_inicio, data_fim } = parsed.data;
  if (data_inicio && data_fim && data_inicio > data_fim)
    return { bad: [{ name: "data_fim", value: data_fim }] };
  return { filters: parsed.data };
}

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

/** The filters of a URL that links to other pages keep; none if they are invalid. */
export function sharedParams(params: UrlParams): URLSearchParams {
  const parsed = parseFilters(params);
  return "filters" in parsed ? filterParams(parsed.filters) : new URLSearchParams();
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
