import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { createMemorySource, type Entry, idOf, type MemorySource } from "../../testing/memory-source.ts";
import { createPipeline } from "../../testing/run-pipeline.ts";

const JOBS = 1_500;
const PAGE = 5;
const NEWEST = Math.floor(Date.now() / 1_000) - 3_600;
/** The rotation reads the most pages in each run, however fast runs follow each other: it is through after seven of them. */
const SCRUB_DAYS = 1e-9;
/** More than two rotations. */
const A_FEW_RUNS = 20;

const original = (job: number): Entry => {
  const createdAt = NEWEST - (JOBS - job) * 40;
  return { job, createdAt, updatedAt: createdAt + 20, contacts: job };
};

interface World {
  warehouse: WarehouseDatabase;
  source: MemorySource;
  /** Jobs that differ on purpose. */
  damaged: Set<number>;
}

/** What is done to one job, and where in the list another one is, from 0 to 1. */
interface Damage {
  kind: keyof typeof DAMAGES;
  job: number;
  other: number;
}

const change = ({ source }: World, job: number, changed: Partial<Entry>): void => {
  source.entries = source.entries.map((entry) => (entry.job === job ? { ...entry, ...changed } : entry));
};

const DAMAGES = {
  headLost: ({ warehouse }: World, { job }: Damage) =>
    warehouse.sql`delete from bronze.enrichment_heads where record_key = ${idOf(job)}::uuid`,
  headElsewhere: ({ warehouse }: World, { job, other }: Damage) =>
    warehouse.sql`
      update bronze.enrichment_heads set updated_at = ${new Date(original(other).updatedAt * 1_000)}
      where record_key = ${idOf(job)}::uuid`,
  headWithoutTime: ({ warehouse }: World, { job }: Damage) =>
    warehouse.sql`update bronze.enrichment_heads set updated_at = null where record_key = ${idOf(job)}::uuid`,
  inventedDuplicate: ({ warehouse }: World, { job, other }: Damage) =>
    warehouse.sql`
      insert into ops.duplicates (record_key, content_hash, updated_at, copies, run_id)
      select record_key, content_hash + 1, ${new Date(original(other).updatedAt * 1_000)}, 1,
             (select run_id from ops.runs order by run_number limit 1)
      from bronze.enrichment_heads where record_key = ${idOf(job)}::uuid on conflict do nothing`,
  inventedInBronze: ({ warehouse }: World, { job, other }: Damage) =>
    warehouse.sql`
      insert into bronze.enrichment_heads (record_key, version_id, content_hash, dw_ingested_at, dw_updated_at, updated_at)
      select ${idOf(JOBS * 2 + job)}::uuid, version_id, content_hash, dw_ingested_at, dw_updated_at, ${new Date(original(other).updatedAt * 1_000)}
      from bronze.enrichment_heads where record_key = ${idOf(job)}::uuid
      on conflict do nothing`,
  appearsLate: ({ source }: World, { job, other }: Damage) => {
    const late = JOBS + job;
    if (!source.entries.some((entry) => entry.job === late))
      source.entries.push({ ...original(other), job: late });
  },
  vanishes: ({ source }: World, { job }: Damage) => {
    source.entries = source.entries.filter((entry) => entry.job !== job);
  },
  updatedLate: (world: World, { job, other }: Damage) => {
    const at = original(Math.max(job, other)).updatedAt + 1;
    change(world, job, { updatedAt: at, contacts: 1_000_000 + other });
  },
  restored: (world: World, { job, other }: Damage) => {
    const earlier = original(Math.min(job, other));
    change(world, job, { ...earlier, job, contacts: 2_000_000 + other });
  },
  listedTwice: ({ source }: World, { job, other }: Damage) => {
    const own = source.entries.filter((entry) => entry.job === job);
    if (own.length === 1 && own[0])
      source.entries.push({ ...own[0], ...original(other), job, contacts: 3_000_000 });
  },
  listedOnceAgain: ({ source }: World, { job }: Damage) => {
    const [first] = source.entries.filter((entry) => entry.job === job);
    source.entries = source.entries.filter((entry) => entry.job !== job || entry === first);
  },
};

const damage = fc.record({
  kind: fc.constantFrom(...(Object.keys(DAMAGES) as Damage["kind"][])),
  job: fc.nat({ max: JOBS - 1 }),
  other: fc.nat({ max: JOBS - 1 }),
});

/** The newest entry of each job; entries of the same time are equal, or either may count. */
function goldOf({ source }: World): Map<string, Set<string>> {
  const newest = new Map<string, Entry[]>();
  for (const entry of source.entries) {
    const known = newest.get(idOf(entry.job)) ?? [];
    const [first] = known;
    if (!first || first.updatedAt < entry.updatedAt) newest.set(idOf(entry.job), [entry]);
    else if (first.updatedAt === entry.updatedAt) known.push(entry);
  }
  return new Map(
    [...newest].map(([id, entries]) => [
      id,
      new Set(entries.map(({ updatedAt, contacts }) => `${updatedAt} ${contacts}`)),
    ]),
  );
}

async function differencesOf(world: World): Promise<string[]> {
  const gold = await world.warehouse.sql<{ id: string; row: string }[]>`
    select id_enriquecimento::text as id, extract(epoch from data_atualizacao)::bigint || ' ' || total_contatos as row
    from gold.enrichments`;
  const expected = goldOf(world);
  const wrong = gold.filter(({ id, row }) => !expected.get(id)?.has(row)).map(({ id }) => id);
  const known = new Set(gold.map(({ id }) => id));
  return [...wrong, ...[...expected.keys()].filter((id) => !known.has(id))];
}

test("whatever is damaged, gold equals the source after a few runs, and no healthy record is touched", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(damage, { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat({ max: JOBS - 1 }), { maxLength: 3 }),
      async (damages, moving) => {
        await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
        const source = createMemorySource(() => new Date());
        source.entries = Array.from({ length: JOBS }, (_, job) => original(job));
        const world: World = { warehouse, source, damaged: new Set() };
        const pipeline = createPipeline({
          sql: warehouse.sql,
          source,
          pageSize: PAGE,
          scrubDays: SCRUB_DAYS,
        });
        await pipeline.run();
        for (const done of damages) {
          await DAMAGES[done.kind](world, done);
          world.damaged
            .add(done.job)
            .add(JOBS + done.job)
            .add(JOBS * 2 + done.job);
        }
        const moves = [...moving];
        let clock = 0;
        source.beforeAnswer = () => {
          const job = source.requests % 3 === 0 ? moves.pop() : undefined;
          if (job === undefined) return;
          world.damaged.add(job);
          source.entries = source.entries.filter((entry) => entry.job !== job);
          source.entries.push({ ...original(job), updatedAt: NEWEST + ++clock, contacts: 9_000_000 });
        };
        let runs = 0;
        let left: string[];
        do {
          await pipeline.run();
          left = await differencesOf(world);
        } while (left.length > 0 && ++runs < A_FEW_RUNS);
        expect(left).toEqual([]);
        const touched = await warehouse.sql<{ key: string }[]>`
          select record_key::text as key from bronze.enrichment_versions group by record_key having count(*) > 1
          union select record_key::text from bronze.deletions`;
        const allowed = new Set([...world.damaged].map(idOf));
        expect(touched.filter(({ key }) => !allowed.has(key))).toEqual([]);
      },
    ),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 12) },
  );
}, 300_000);
