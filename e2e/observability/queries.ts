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

/** A metric that a query selects, or a label of it with one of the values that it is selected by, which is a regular expression. */
export interface Selection {
  metric: string;
  label?: { name: string; value: string };
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
export function selectionsOf({ place, promql }: Query): Selection[] {
  const selections: Selection[] = [];
  let metric = "";
  parser.parse(promql).iterate({
    enter({ type, from, to, node }) {
      const textOf = (child: string): string => {
        const { from = 0, to = 0 } = node.getChild(child) ?? {};
        return promql.slice(from, to);
      };
      if (type.isError) throw new Error(`${place}: no PromQL at character ${from}: ${promql}`);
      if (type.name === "Identifier") {
        metric = promql.slice(from, to);
        selections.push({ metric });
      }
      if (type.name !== "UnquotedLabelMatcher") return;
      const name = textOf("LabelName");
      const values = textOf("StringLiteral").slice(1, -1).split("|");
      selections.push(...values.map((value) => ({ metric, label: { name, value } })));
    },
  });
  return selections;
}
