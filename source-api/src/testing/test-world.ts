import { createWorld, type PastIntervention, type World } from "../world/world.ts";

/** When the initial records of a test's world all exist: seconds since 1970. */
export const start = Date.parse("2026-11-24T00:00:00-03:00") / 1000;
export const HOUR = 3600;

/** A world and what it remembers. */
export function setUp({ seed = 42, records = 300, past = [] as PastIntervention[] } = {}) {
  const remembered: PastIntervention[] = [...past];
  const world = createWorld(
    { seed, start, records, arrivalsPerHour: 36 },
    { past, remember: (intervention) => remembered.push(intervention) },
  );
  return { world, remembered };
}

/** A list, read page by page. */
export function readAll(world: World, updatedSince: number | undefined, limit = 100) {
  const { total } = world.page({ page: 1, limit, updatedSince });
  const pages = Array.from({ length: Math.ceil(total / limit) }, (_, place) =>
    world.page({ page: place + 1, limit, updatedSince }),
  );
  return { total, records: pages.flatMap(({ records }) => records) };
}

/** Everything that a world can say, as one text. */
export function everything(world: World): string {
  const { records } = readAll(world, undefined);
  return JSON.stringify([
    records,
    readAll(world, 0),
    world.truth(),
    [...world.cleanRecords()],
    records.map(({ id }) => world.history(id)),
  ]);
}

/** Orders lists of texts, the first text first. */
export function compare(a: readonly string[], b: readonly string[]): number {
  const [x, y] = [a.join(" "), b.join(" ")];
  return x < y ? -1 : Number(x > y);
}
