import { readQueries, type Selection, selectionsOf } from "./queries.ts";

/** Prometheus adds these itself. */
const OWN_METRIC = "up";
const OWN_LABELS = ["job", "instance"];

/** It has the values of the requests that there were. */
const VARYING_LABEL = "status";

/** The selections of alerts and panels that none of the scrapes has. */
export async function findUnexported(urls: readonly string[]): Promise<Selection[]> {
  const scrapes = await Promise.all(urls.map(async (url) => (await fetch(url)).text()));
  const lines = scrapes.flatMap((scrape) => scrape.split("\n"));
  const selections = (await readQueries()).flatMap(selectionsOf);
  return selections.filter((selection) => !isOwn(selection) && !lines.some(showing(selection)));
}

const isOwn = ({ metric, label }: Selection): boolean =>
  metric === OWN_METRIC || (label !== undefined && OWN_LABELS.includes(label.name));

/** Whether a line of a scrape shows the metric, which may have no value, such as the start of the open run. */
function showing({ metric, label }: Selection): (line: string) => boolean {
  if (!label) return (line) => new RegExp(`^(# TYPE )?${metric}\\b`).test(line);
  const value = label.name === VARYING_LABEL ? '[^"]*' : label.value;
  const pattern = new RegExp(`^${metric}\\{(.*,)?${label.name}="(${value})"`);
  return (line) => pattern.test(line);
}
