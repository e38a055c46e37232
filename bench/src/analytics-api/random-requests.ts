import { createHash } from "node:crypto";
import { DAYS, WORKSPACES } from "@enrichment-monitor/analytics-api/testing";
import type { ApiClient } from "./api-client.ts";

const DAY_MS = 86_400_000;
const LIMIT = 50;
/** The last row that a numbered page can show. */
const LAST_NUMBERED = 1_000;

const STATUSES = ["CONCLUIDO", "FALHOU", "CANCELADO", "EM_PROCESSAMENTO"];
const TYPES = ["PESSOA", "EMPRESA"];
const SIZES = ["PEQUENO", "MEDIO", "GRANDE", "MUITO_GRANDE"];

/** Random requests of one kind. */
export interface RequestKind {
  readonly name: string;
  /** The goal for the p99, in milliseconds. */
  readonly goal: number;
  path(client: ApiClient): string | Promise<string>;
}

/** The fixture's ids: PostgreSQL's `md5(text)::uuid`. */
const uuidOf = (text: string): string =>
  createHash("md5")
    .update(text)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
const below = (limit: number): number => Math.floor(Math.random() * limit);
const pick = <Value>(values: readonly [Value, ...Value[]] | readonly Value[]): Value => {
  const value = values[below(values.length)];
  if (value === undefined) throw new Error("There is no value to pick.");
  return value;
};
const maybe = (share: number): boolean => Math.random() < share;

/** A day, or an instant within an hour. */
const moment = (now: Date, ago: number): string => {
  const text = new Date(now.getTime() - ago * DAY_MS).toISOString();
  return maybe(0.5) ? text.slice(0, 10) : text;
};

/** Half of the periods end now. */
function period(now: Date, maxDays: number): [string, string][] {
  const end = maybe(0.5) ? 0 : Math.random() * (DAYS - maxDays);
  const begin = end + 1 + Math.random() * (maxDays - 1);
  return [
    ["data_inicio", moment(now, begin)],
    ["data_fim", moment(now, end)],
  ];
}

/** Each filter is used in one of three requests. */
function filters(workspaces: number): [string, string][] {
  const chosen = maybe(1 / 3) ? Array.from({ length: 1 + below(3) }, () => 1 + below(workspaces)) : [];
  return [
    ...chosen.map((n): [string, string] => ["id_workspace", uuidOf(`workspace${n}`)]),
    ...dimensionFilters(),
  ];
}

function dimensionFilters(): [string, string][] {
  return [
    ...(maybe(1 / 3) ? [["status_processamento", pick(STATUSES)] satisfies [string, string]] : []),
    ...(maybe(1 / 3) ? [["tipo_contato", pick(TYPES)] satisfies [string, string]] : []),
    ...(maybe(1 / 3) ? [["categoria_tamanho_job", pick(SIZES)] satisfies [string, string]] : []),
  ];
}

const dimension = (): string => pick(["status_processamento", "tipo_contato", "categoria_tamanho_job"]);

const splitBy = (): [string, string] => ["por", dimension()];

const VALUE_ORDERS = ["total_contatos", "duracao_processamento_minutos", "nome_workspace"];

const order = (sorts: readonly string[]): [string, string][] => [
  ["ordenar", pick(sorts)],
  ["ordem", pick(["asc", "desc"])],
];

const weekHours = (): [string, string][] => {
  const weekday: [string, string] = ["dia_semana", String(1 + below(7))];
  const hour: [string, string] = ["hora", String(below(24))];
  return pick([[weekday], [hour], [weekday, hour]]);
};

const numbered = (): [string, string] => ["page", String(1 + below(LAST_NUMBERED / LIMIT))];

const to = (path: string, ...parameters: [string, string][]): string =>
  `${path}?${new URLSearchParams(parameters)}`;

/** A random end after all jobs, so that every request is different and no cache has its answer. */
const withoutEnd = (): [string, string][] => [
  ["data_fim", new Date(Date.UTC(2030) + below(2_000_000_000) * 1_000).toISOString()],
];

const GOAL = { aggregate: 100, attention: 150, halfHours: 200, otherOrder: 400, cached: 5 };

/** With more workspaces than this, answers may take longer by the factor. */
const MANY_WORKSPACES = { workspaces: 1_000, factor: 2 };

/** Jobs in gold, created in the `DAYS` before `now`. */
export interface MeasuredGold {
  readonly jobs: number;
  readonly workspaces: number;
  readonly now: Date;
  /** Makes cached answers out of date. */
  changeGold(): Promise<unknown>;
}

export function requestKinds({ jobs, workspaces, now, changeGold }: MeasuredGold): RequestKind[] {
  const factor = workspaces > MANY_WORKSPACES.workspaces ? MANY_WORKSPACES.factor : 1;
  const [aggregate, halfHours, otherOrder, cached] = [
    GOAL.aggregate * factor,
    GOAL.halfHours * factor,
    GOAL.otherOrder * factor,
    GOAL.cached,
  ];
  const kind = () => filters(workspaces);
  const anyPeriod = () => (maybe(0.7) ? period(now, 90) : withoutEnd());
  const list = (...parameters: [string, string][]) =>
    to("/analytics/enrichments", ["limit", String(LIMIT)], ...parameters);
  const anyOtherOrder = () => [...anyPeriod(), ...kind(), ...order(VALUE_ORDERS)];
  const anyOrder = () => order(["data_criacao", "data_atualizacao", ...VALUE_ORDERS]);
  const byUpdate = () => [...anyPeriod(), ...kind(), ...order(["data_atualizacao"])];
  /** The page after a numbered one, by cursor. If that is the last, the numbered one again. */
  const pageAfter = async (client: ApiClient, parameters: [string, string][]) => {
    const { body } = await client.get(list(...parameters));
    const { meta }: { meta: { next_cursor: string | null } } = JSON.parse(body);
    if (meta.next_cursor === null) return list(...parameters);
    return list(...parameters.filter(([name]) => name !== "page"), ["cursor", meta.next_cursor]);
  };
  const series = (...parameters: [string, string][]) =>
    to("/analytics/timeseries", ...parameters, ...(maybe(0.5) ? [splitBy()] : []));
  return [
    { name: "overview", goal: aggregate, path: () => to("/analytics/overview", ...anyPeriod(), ...kind()) },
    {
      name: "attention, of a new state of gold",
      goal: GOAL.attention,
      path: async () => {
        await changeGold();
        return "/analytics/attention";
      },
    },
    {
      name: "overview, cached",
      goal: cached,
      path: () => "/analytics/overview?data_inicio=2026-11-01",
    },
    {
      name: "timeseries by day, week or month",
      goal: aggregate,
      path: () => series(...period(now, DAYS - 1), ...kind(), ["intervalo", pick(["dia", "semana", "mes"])]),
    },
    {
      name: "timeseries by hour, up to a week",
      goal: aggregate,
      path: () => to("/analytics/timeseries", ...period(now, 7), ...kind(), ["intervalo", "hora"]),
    },
    {
      name: "timeseries by day of another zone, up to 90 days",
      goal: aggregate,
      path: () =>
        to("/analytics/timeseries", ...period(now, 90), [
          "fuso",
          pick(["America/New_York", "UTC", "Europe/Lisbon", "Asia/Tokyo"]),
        ]),
    },
    {
      name: "timeseries by day of a zone with half hours",
      goal: halfHours,
      path: () =>
        to("/analytics/timeseries", ...period(now, 90), ["fuso", pick(["Asia/Kolkata", "Asia/Kathmandu"])]),
    },
    {
      name: "heat map of all workspaces",
      goal: aggregate,
      path: () => to("/analytics/heatmap", ...anyPeriod(), ...dimensionFilters()),
    },
    {
      name: "heat map of all workspaces with percentiles, up to 90 days",
      goal: aggregate,
      path: () => to("/analytics/heatmap", ...period(now, 90), ...dimensionFilters(), ["percentis", "true"]),
    },
    { name: "targets", goal: aggregate, path: () => to("/analytics/targets", ...anyPeriod(), ...kind()) },
    {
      name: "breakdown",
      goal: aggregate,
      path: () => to("/analytics/breakdown", ...anyPeriod(), ...kind(), splitBy()),
    },
    {
      name: "leading workspaces",
      goal: aggregate,
      path: () => to("/analytics/workspaces/top", ...anyPeriod()),
    },
    {
      name: "list by creation, first page",
      goal: aggregate,
      path: () => list(...anyPeriod(), ...kind(), ["ordem", pick(["asc", "desc"])]),
    },
    {
      name: "list by creation, by cursor",
      goal: aggregate,
      path: (client) => pageAfter(client, [...anyPeriod(), ...kind(), numbered()]),
    },
    {
      name: "list by update, numbered page",
      goal: aggregate,
      path: () => list(...byUpdate(), numbered()),
    },
    {
      name: "list by update, by cursor",
      goal: aggregate,
      path: (client) => pageAfter(client, [...byUpdate(), numbered()]),
    },
    {
      name: "list in another order, numbered page",
      goal: otherOrder,
      path: () => list(...anyOtherOrder(), numbered()),
    },
    {
      name: "list in another order, by cursor",
      goal: otherOrder,
      path: (client) => pageAfter(client, [...anyOtherOrder(), numbered()]),
    },
    {
      name: "list of an hour of the week, of a weekday or of an hour of the day",
      goal: otherOrder,
      path: () => list(...anyPeriod(), ...kind(), ...weekHours(), ...anyOrder(), numbered()),
    },
    {
      name: "list, search that finds one workspace",
      goal: aggregate,
      path: () => list(...withoutEnd(), ["busca", `empresa ${10 + below(WORKSPACES - 9)}`]),
    },
    {
      name: "list, search that finds all workspaces with a digit",
      goal: aggregate,
      path: () => list(...withoutEnd(), ["busca", `${1 + below(3)}`]),
    },
    {
      name: "one job",
      goal: aggregate,
      path: () => `/analytics/enrichments/${uuidOf(`job${1 + below(jobs)}`)}`,
    },
  ];
}
