import { createHash } from "node:crypto";
import { DAYS, WORKSPACES } from "@enrichment-monitor/analytics-api/testing";
import type { ApiClient } from "./api-client.ts";

const DAY_MS = 86_400_000;
const LIMIT = 50;
/** In other orders than that of creation pages have numbers up to this job. */
const LAST_NUMBERED = 10_000;

const STATUSES = ["CONCLUIDO", "FALHOU", "CANCELADO", "EM_PROCESSAMENTO"];
const TYPES = ["PESSOA", "EMPRESA"];
const SIZES = ["PEQUENO", "MEDIO", "GRANDE", "MUITO_GRANDE"];

/** Requests of one kind, each drawn anew. */
export interface RequestKind {
  readonly name: string;
  /** Whether the p99 of 25 ms is promised of it. */
  readonly promised: boolean;
  path(client: ApiClient): string | Promise<string>;
}

/** As the fixture makes ids: PostgreSQL's `md5(text)::uuid`. */
const uuidOf = (text: string): string =>
  createHash("md5")
    .update(text)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
const below = (limit: number): number => Math.floor(Math.random() * limit);
const pick = <Value>(values: readonly [Value, ...Value[]] | readonly Value[]): Value => {
  const value = values[below(values.length)];
  if (value === undefined) throw new Error("There is nothing to pick from.");
  return value;
};
const maybe = (share: number): boolean => Math.random() < share;

/** Any moment of the fixture's time, as a day or to the second: that one cuts a day and an hour. */
const moment = (now: Date, ago: number): string => {
  const text = new Date(now.getTime() - ago * DAY_MS).toISOString();
  return maybe(0.5) ? text.slice(0, 10) : text;
};

/** Up to now as often as up to any other moment. */
function period(now: Date, maxDays: number): [string, string][] {
  const end = maybe(0.5) ? 0 : Math.random() * (DAYS - maxDays);
  const begin = end + 1 + Math.random() * (maxDays - 1);
  return [
    ["data_inicio", moment(now, begin)],
    ["data_fim", moment(now, end)],
  ];
}

/** Each filter on its own in one of three requests. */
function kind(): [string, string][] {
  const workspaces = maybe(1 / 3) ? Array.from({ length: 1 + below(3) }, () => 1 + below(WORKSPACES)) : [];
  return [
    ...workspaces.map((n): [string, string] => ["id_workspace", uuidOf(`workspace${n}`)]),
    ...(maybe(1 / 3) ? [["status_processamento", pick(STATUSES)] satisfies [string, string]] : []),
    ...(maybe(1 / 3) ? [["tipo_contato", pick(TYPES)] satisfies [string, string]] : []),
    ...(maybe(1 / 3) ? [["categoria_tamanho_job", pick(SIZES)] satisfies [string, string]] : []),
  ];
}

const dimension = (): string => pick(["status_processamento", "tipo_contato", "categoria_tamanho_job"]);

const otherOrder = (): [string, string][] => [
  [
    "ordenar",
    pick(["total_contatos", "duracao_processamento_minutos", "nome_workspace", "data_atualizacao"]),
  ],
  ["ordem", pick(["asc", "desc"])],
];

const numbered = (last: number): [string, string] => ["page", String(1 + below(last))];

const to = (path: string, ...parameters: [string, string][]): string =>
  `${path}?${new URLSearchParams(parameters)}`;

/** @param jobs rows of gold, created in the `DAYS` before `now` */
export function requestKinds(jobs: number, now: Date): RequestKind[] {
  const anyPeriod = () => (maybe(0.7) ? period(now, 90) : []);
  const list = (...parameters: [string, string][]) =>
    to("/analytics/enrichments", ["limit", String(LIMIT)], ...parameters);
  const anyOtherOrder = () => [...anyPeriod(), ...kind(), ...otherOrder()];
  const metaOf = async (client: ApiClient, parameters: [string, string][]) => {
    const { body } = await client.get(list(...parameters));
    const { meta }: { meta: { total: number; next_cursor: string | null } } = JSON.parse(body);
    return meta;
  };
  /** A page that has jobs, of those with a number. */
  const anyPage = async (client: ApiClient, parameters: [string, string][]) => {
    const { total } = await metaOf(client, parameters);
    return [...parameters, numbered(Math.ceil(Math.min(Math.max(total, 1), LAST_NUMBERED) / LIMIT))];
  };
  /** The page after one that is asked for by its number; that one again, when it is the last. */
  const behind = async (client: ApiClient, parameters: [string, string][]) => {
    const { next_cursor } = await metaOf(client, parameters);
    if (next_cursor === null) return list(...parameters);
    return list(...parameters.filter(([name]) => name !== "page"), ["cursor", next_cursor]);
  };
  return [
    {
      name: "overview",
      promised: true,
      path: () => to("/analytics/overview", ...anyPeriod(), ...kind()),
    },
    {
      name: "timeseries by day, week or month",
      promised: true,
      path: () =>
        to(
          "/analytics/timeseries",
          ...anyPeriod(),
          ...kind(),
          ["intervalo", pick(["dia", "semana", "mes"])],
          ...(maybe(0.5) ? [["por", dimension()] satisfies [string, string]] : []),
        ),
    },
    {
      name: "timeseries by hour, up to a week",
      promised: true,
      path: () => to("/analytics/timeseries", ...period(now, 7), ...kind(), ["intervalo", "hora"]),
    },
    {
      name: "breakdown",
      promised: true,
      path: () => to("/analytics/breakdown", ...anyPeriod(), ...kind(), ["por", dimension()]),
    },
    {
      name: "list, first page",
      promised: true,
      path: () => list(...anyPeriod(), ...kind(), ["ordem", pick(["asc", "desc"])]),
    },
    {
      name: "list, any page of all jobs",
      promised: true,
      path: () => list(numbered(jobs / LIMIT)),
    },
    {
      name: "list, by cursor from any page",
      promised: true,
      path: (client) => behind(client, [...kind(), numbered(20)]),
    },
    {
      name: "list, search that finds one workspace",
      promised: true,
      path: () => list(["busca", `empresa ${10 + below(WORKSPACES - 9)}`]),
    },
    {
      name: "list, search that finds eleven of them",
      promised: true,
      path: () => list(["busca", `empresa ${1 + below(3)}`]),
    },
    {
      name: "one job",
      promised: true,
      path: () => `/analytics/enrichments/${uuidOf(`job${1 + below(jobs)}`)}`,
    },
    {
      name: "leading workspaces",
      promised: false,
      path: () => to("/analytics/workspaces/top", ...anyPeriod()),
    },
    {
      name: "timeseries by day of another zone, up to 90 days",
      promised: true,
      path: () =>
        to("/analytics/timeseries", ...period(now, 90), [
          "fuso",
          pick(["America/New_York", "UTC", "Europe/Lisbon", "Asia/Tokyo"]),
        ]),
    },
    {
      // Its days begin inside the rollups' hours: the jobs of these are read.
      name: "timeseries by day of a zone with half hours",
      promised: false,
      path: () => to("/analytics/timeseries", ...period(now, 90), ["fuso", "Asia/Kolkata"]),
    },
    {
      name: "list in another order, pages 1 to 20",
      promised: true,
      path: () => list(...anyOtherOrder(), numbered(20)),
    },
    {
      name: "list in another order, any numbered page",
      promised: true,
      path: async (client) => list(...(await anyPage(client, anyOtherOrder()))),
    },
    {
      name: "list in another order, by cursor from any of them",
      promised: true,
      path: async (client) => behind(client, await anyPage(client, anyOtherOrder())),
    },
  ];
}
