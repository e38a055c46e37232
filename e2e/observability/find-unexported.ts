import { readQueries, type Selector, selectorsOf } from "./queries.ts";

/** Prometheus adds these itself. */
const OWN_METRIC = "up";
const OWN_LABELS = ["job", "instance"];

/** The selectors of alerts and panels for which none of the scrapes has a metric with these labels. */
export async function findUnexported(urls: readonly string[]): Promise<Selector[]> {
  const scrapes = await Promise.all(urls.map(async (url) => (await fetch(url)).text()));
  const lines = scrapes.flatMap((scrape) => scrape.split("\n"));
  const isExported = ({ metric, labels }: Selector): boolean => {
    // A metric may have no value, such as the start of the open run.
    const isThere = new RegExp(`^(# TYPE )?${metric}\\b`);
    const own = labels
      .filter((label) => !OWN_LABELS.includes(label))
      .map((label) => new RegExp(`[{,]${label}="`));
    return lines.some((line) => isThere.test(line) && own.every((label) => label.test(line)));
  };
  const selectors = (await readQueries()).flatMap(selectorsOf);
  return selectors.filter((selector) => selector.metric !== OWN_METRIC && !isExported(selector));
}
