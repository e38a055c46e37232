import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY } from "@enrichment-monitor/stack/repository";
import { parser } from "@prometheus-io/lezer-promql";
import { parse } from "yaml";

const FOLDER = join(REPOSITORY, "observability");

export interface Query {
  /** The alert, or the panel of the dashboard. */
  place: string;
  promql: string;
}

/** What a query selects: a metric, and the labels that it selects by. */
export interface Selector {
  metric: string;
  labels: string[];
}

interface Rules {
  groups: { rules: { alert: string; expr: string }[] }[];
}

interface Dashboard {
  panels: { title: string; targets?: { expr: string }[] }[];
}

/** The queries of all alerts and panels. */
export async function readQueries(): Promise<Query[]> {
  const { groups }: Rules = parse(await readFile(join(FOLDER, "alerts.yml"), "utf8"));
  const { panels }: Dashboard = JSON.parse(
    await readFile(join(FOLDER, "grafana/dashboards/enrichment-monitor.json"), "utf8"),
  );
  return [
    ...groups.flatMap(({ rules }) => rules).map(({ alert, expr }) => ({ place: alert, promql: expr })),
    ...panels.flatMap(({ title, targets = [] }) =>
      // Grafana replaces its variable by a duration.
      targets.map(({ expr }) => ({ place: title, promql: expr.replaceAll("$__rate_interval", "1m") })),
    ),
  ];
}

/** @throws when the query is no PromQL */
export function selectorsOf({ place, promql }: Query): Selector[] {
  const selectors: Selector[] = [];
  parser.parse(promql).iterate({
    enter({ name, type, from, to, node }) {
      if (type.isError) throw new Error(`${place}: no PromQL at character ${from}: ${promql}`);
      const text = promql.slice(from, to);
      if (name === "Identifier") selectors.push({ metric: text, labels: [] });
      if (name === "LabelName" && node.parent?.name === "UnquotedLabelMatcher")
        selectors.at(-1)?.labels.push(text);
    },
  });
  return selectors;
}
