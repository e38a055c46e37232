import { createDataset, type Dataset, type PastIntervention } from "../dataset/dataset.ts";

/** When the initial records of a test's dataset all exist: seconds since 1970. */
export const start = Date.parse("2026-11-24T00:00:00-03:00") / 1000;
export const HOUR = 3600;

/** A dataset and what it remembers. */
export function setUp({ seed = 42, records = 300, past = [] as PastIntervention[] } = {}) {
  const recorded: PastIntervention[] = [...past];
  const dataset = createDataset(
    { seed, start, records, arrivalsPerHour: 36 },
    { past, append: (intervention) => recorded.push(intervention) },
  );
  return { dataset, recorded };
}

/** A list, read page by page. */
export function readAll(dataset: Dataset, updatedSince: number | undefined, limit = 100) {
  const { total } = dataset.page({ page: 1, limit, updatedSince });
  const pages = Array.from({ length: Math.ceil(total / limit) }, (_, place) =>
    dataset.page({ page: place + 1, limit, updatedSince }),
  );
  return { total, records: pages.flatMap(({ records }) => records) };
}

/** Everything that a dataset can say, as one text. */
export function everything(dataset: Dataset): string {
  const { records } = readAll(dataset, undefined);
  return JSON.stringify([
    records,
    readAll(dataset, 0),
    dataset.truth(),
    [...dataset.cleanRecords()],
    records.map(({ id }) => dataset.history(id)),
  ]);
}

/** Orders lists of texts, the first text first. */
export function compare(a: readonly string[], b: readonly string[]): number {
  const [x, y] = [a.join(" "), b.join(" ")];
  return x < y ? -1 : Number(x > y);
}
