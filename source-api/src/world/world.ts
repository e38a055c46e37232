import { createArrivals } from "./arrivals.ts";
import type { Flaw } from "./flaws.ts";
import { createIdentities } from "./identities.ts";
import { createInterventions, type Target } from "./interventions.ts";
import { createJobPlanner } from "./job-plan.ts";
import { createJobStore } from "./job-store.ts";
import type { Job, JobState } from "./job-table.ts";
import { createLife } from "./life.ts";
import { createRecordText } from "./record-text.ts";
import { formatTimestamp } from "./timestamp.ts";
import { type TalliedRecord, type Tally, tally } from "./truth.ts";
import { createWorkspaces } from "./workspaces.ts";

export interface WorldSettings {
  readonly seed: number;
  /** Seconds since 1970 at which the initial records all exist. */
  readonly start: number;
  readonly records: number;
  readonly arrivalsPerHour: number;
}

export interface PageRequest {
  /** 1 and up. */
  readonly page: number;
  readonly limit: number;
  /** Seconds since 1970, inclusive; without it everything is read, in the order of creation. */
  readonly updatedSince?: number | undefined;
}

export interface Page {
  readonly total: number;
  /** JSON texts of the contract's records. */
  readonly records: string[];
}

export interface MalformedRecord {
  /** As served: malformed itself when the flaw is `bad_uuid`. */
  readonly id: string;
  readonly kind: Flaw;
}

export interface Truth {
  /** The moment the truth was taken at, in the contract's format. */
  readonly as_of: string;
  /** All records, malformed ones included: `meta.total_items` of everything. */
  readonly count: number;
  readonly well_formed: Tally;
  readonly malformed: MalformedRecord[];
}

/** A population of enrichment jobs that is a function of its settings, of the time, and of what was done to it. */
export interface World {
  /** Seconds since 1970. */
  readonly now: number;
  readonly count: number;
  /** Lets everything happen up to `seconds` (since 1970). Never goes back. */
  advanceTo(seconds: number): void;
  page(request: PageRequest): Page;
  /** The JSON text of a record, or undefined when there is none with this id. */
  record(id: string): string | undefined;
  /** The JSON texts of every state a record has had, the oldest first. */
  history(id: string): string[] | undefined;
  truth(): Truth;
  /** The JSON text of each record's last well-formed state; a malformed record has `"malformed"` beside its fields. */
  cleanRecords(): Generator<string>;
  /** Each of these returns the ids concerned, as served. */
  create(count: number): string[];
  touch(count: number): string[];
  update(count: number): string[];
  remove(target: RecordTarget): string[];
  malform(flaw: Flaw, count: number, fresh: boolean): string[];
  repair(target: RecordTarget): string[];
}

/** How many records, or which. */
export type RecordTarget = { readonly count: number } | { readonly ids: readonly string[] };

export function createWorld({ seed, start, records, arrivalsPerHour }: WorldSettings): World {
  const identities = createIdentities(seed);
  const workspaces = createWorkspaces(seed, records);
  const planner = createJobPlanner(seed, workspaces);
  const arrivals = createArrivals({ seed, start, records, perHour: arrivalsPerHour });
  const store = createJobStore(identities, records);
  const life = createLife({ store, arrivals, planner });
  const interventions = createInterventions({ seed, store, life, planner });
  const text = createRecordText(identities, workspaces);

  function textOf(number: number, job: Job = store.read(number)): string {
    return text(identities.key(number), job);
  }

  function idOf(number: number): string {
    return servedId(textOf(number));
  }

  function find(id: string): number | undefined {
    const key = identities.keyOf(id);
    if (key === undefined) return undefined;
    const number = identities.number(key);
    return store.isPresent(number) ? number : undefined;
  }

  function versions(number: number): JobState[] {
    const edits = interventions.edits(number);
    if (interventions.wasBornMalformed(number)) return edits.map(({ state }) => state);
    const { created } = store.read(number);
    const { contacts } = planner.conceive(number, created);
    const natural = planner
      .transitions(number, created)
      .filter(({ at }) => at <= life.now)
      .map(({ at, status }) => ({ at, state: { status, updated: at, contacts, flaw: undefined } }));
    return [...natural, ...edits].toSorted((a, b) => a.at - b.at).map(({ state }) => state);
  }

  function* present(): Generator<number> {
    for (let number = 0; number < store.size; number++) if (store.isPresent(number)) yield number;
  }

  function* wellFormed(): Generator<TalliedRecord> {
    for (const number of present()) {
      const { status, contacts, updated, flaw } = store.read(number);
      if (flaw !== undefined) continue;
      yield {
        id: identities.uuid(identities.key(number)),
        status,
        contacts,
        updatedAt: formatTimestamp(updated),
      };
    }
  }

  function targetOf(target: RecordTarget): Target {
    if ("count" in target) return target;
    const numbers = target.ids.map(find).filter((number) => number !== undefined);
    return { numbers: [...new Set(numbers)] };
  }

  return {
    get now() {
      return life.now;
    },
    get count() {
      return store.count;
    },
    advanceTo: life.advanceTo,

    page({ page, limit, updatedSince }) {
      const skip = (page - 1) * limit;
      const numbers =
        updatedSince === undefined
          ? store.byCreation(skip, limit)
          : store.byUpdate(updatedSince, skip, limit);
      return {
        total: updatedSince === undefined ? store.count : store.countUpdatedSince(updatedSince),
        records: numbers.map((number) => textOf(number)),
      };
    },

    record(id) {
      const number = find(id);
      return number === undefined ? undefined : textOf(number);
    },

    history(id) {
      const number = find(id);
      if (number === undefined) return undefined;
      const job = store.read(number);
      return versions(number).map((state) => textOf(number, { ...job, ...state }));
    },

    truth: () => ({
      as_of: formatTimestamp(life.now),
      count: store.count,
      well_formed: tally(wellFormed()),
      malformed: interventions.malformed().flatMap((number) => {
        const { flaw } = store.read(number);
        return flaw === undefined ? [] : [{ id: idOf(number), kind: flaw }];
      }),
    }),

    *cleanRecords() {
      for (const number of present()) {
        const job = store.read(number);
        if (job.flaw === undefined) {
          yield textOf(number, job);
          continue;
        }
        const good = versions(number).findLast(({ flaw }) => flaw === undefined);
        if (good === undefined) continue;
        yield textOf(number, { ...job, ...good }).replace(/}$/, `,"malformed":"${job.flaw}"}`);
      }
    },

    create: (count) => interventions.create(count).map(idOf),
    touch: (count) => interventions.touch(count).map(idOf),
    update: (count) => interventions.update(count).map(idOf),
    remove: (target) => interventions.remove(targetOf(target)).map(idOf),
    malform: (flaw, count, fresh) => interventions.malform(flaw, count, fresh).map(idOf),
    repair: (target) => interventions.repair(targetOf(target)).map(idOf),
  };
}

function servedId(record: string): string {
  return record.slice(7, record.indexOf('"', 7));
}
