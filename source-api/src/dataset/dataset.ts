import { createArrivals } from "./arrivals.ts";
import { type Flaw, servedId } from "./flaws.ts";
import { createHiddenJobs } from "./hidden-jobs.ts";
import { createHistory } from "./history.ts";
import { createIdentities, keyIn } from "./identities.ts";
import type { Intervention } from "./intervention-schema.ts";
import { createInterventions } from "./interventions.ts";
import { createJobPlanner } from "./job-plan.ts";
import { createJobStore } from "./job-store.ts";
import type { Job } from "./job-table.ts";
import { type EnrichmentRecord, toRecord } from "./record.ts";
import { createSimulation } from "./simulation.ts";
import { createTargetSelection } from "./target-selection.ts";
import { formatTimestamp } from "./timestamp.ts";
import { createTroubles } from "./troubles.ts";
import { type TalliedRecord, type Tally, tally } from "./truth.ts";
import { createWorkspaces } from "./workspaces.ts";

export interface DatasetSettings {
  readonly seed: number;
  /** Seconds since 1970 at which the initial records all exist and the steady arrivals begin. */
  readonly start: number;
  readonly records: number;
  /** Mean number of new jobs per hour after the start. */
  readonly arrivalsPerHour: number;
}

export interface PageRequest {
  /** 1 and up. */
  readonly page: number;
  readonly limit: number;
  /** Seconds since 1970, inclusive; without it everything is read, in the order of creation. */
  readonly updatedSince: number | undefined;
}

export interface Page {
  readonly total: number;
  readonly records: EnrichmentRecord[];
}

/** A record's last well-formed state and, when its present one is not, what is wrong with that. */
export type CleanRecord = EnrichmentRecord & { readonly malformed?: Flaw };

export interface Truth {
  /** When this was true, as the contract writes times. */
  readonly as_of: string;
  /** All entries, malformed ones included: `meta.total_items` of everything. */
  readonly count: number;
  /** Of those, how many are listed beside a newer entry of the same record. */
  readonly listed_twice: number;
  readonly well_formed: Tally;
  /** Ids as served: malformed themselves when the kind is `bad_uuid`. */
  readonly malformed: { readonly id: string; readonly kind: Flaw }[];
}

export interface Affected {
  readonly at: string;
  readonly affected: number;
  /** Of the records concerned, as served from now on. */
  readonly ids: string[];
}

/** A population of enrichment jobs that is a function of its settings, of the time, and of what was done to it. */
export interface Dataset {
  /** Seconds since 1970. */
  readonly now: number;
  /** How many records there are; one that is listed twice counts once. */
  readonly count: number;
  /** Lets everything happen up to `seconds` (since 1970). Never goes back. */
  advanceTo(seconds: number): void;
  page(request: PageRequest): Page;
  record(id: string): EnrichmentRecord | undefined;
  /** Every state that a record has had, the oldest first. */
  history(id: string): EnrichmentRecord[] | undefined;
  truth(): Truth;
  cleanRecords(): Generator<CleanRecord>;
  intervene(intervention: Intervention): Affected;
}

/** An intervention and when, in seconds since 1970, it happened. */
export interface PastIntervention {
  readonly at: number;
  readonly intervention: Intervention;
}

/** The interventions, the only part of a dataset that cannot be recomputed. */
export interface InterventionLog {
  /** In the order they happened. */
  readonly past: readonly PastIntervention[];
  /** Called before an intervention happens. */
  append(intervention: PastIntervention): void;
}

export function createDataset(
  { seed, start, records, arrivalsPerHour }: DatasetSettings,
  log: InterventionLog,
): Dataset {
  const identities = createIdentities(seed);
  const workspaces = createWorkspaces(seed, records);
  const troubles = createTroubles();
  const planner = createJobPlanner(seed, workspaces, troubles);
  const arrivals = createArrivals({ seed, start, records, perHour: arrivalsPerHour });
  const store = createJobStore(identities, records);
  const simulation = createSimulation({ store, arrivals, planner });
  const history = createHistory({ store, simulation, planner });
  const hiddenJobs = createHiddenJobs(store);
  const targets = createTargetSelection({ seed, store, numberOf });
  const interventions = createInterventions({
    store,
    simulation,
    history,
    hiddenJobs,
    targets,
    workspaces,
    troubles,
  });

  function uuid(number: number): string {
    return identities.uuid(identities.key(number));
  }

  function idOf(number: number): string {
    return servedId(uuid(number), store.read(number).flaw);
  }

  function numberOf(id: string): number | undefined {
    const number = identities.number(keyIn(id));
    const exists = store.isPresent(number) || store.isHidden(number);
    return exists && idOf(number) === id.toLowerCase() ? number : undefined;
  }

  function find(id: string): number | undefined {
    const number = numberOf(id);
    return number !== undefined && store.isPresent(number) ? number : undefined;
  }

  function recordOf(number: number, job: Job = store.read(number)): EnrichmentRecord {
    return toRecord(uuid(number), workspaces.at(job.workspace), job);
  }

  const countEntries = () => store.count + store.doubledCount;

  function* present(): Generator<number> {
    for (let number = 0; number < store.size; number++) if (store.isPresent(number)) yield number;
  }

  function* wellFormed(): Generator<TalliedRecord> {
    for (const number of present()) {
      const { status, contacts, updated, flaw } = store.read(number);
      if (flaw === undefined)
        yield { id: uuid(number), status, contacts, updatedAt: formatTimestamp(updated) };
    }
  }

  function advanceTo(seconds: number): void {
    simulation.advanceTo(seconds);
    hiddenJobs.showThoseDue(simulation.now);
  }

  for (const { at, intervention } of log.past) {
    advanceTo(at);
    interventions.perform(intervention);
  }

  return {
    get now() {
      return simulation.now;
    },
    get count() {
      return store.count;
    },
    advanceTo,

    page({ page, limit, updatedSince }) {
      const skip = (page - 1) * limit;
      const everything = updatedSince === undefined;
      const listed = everything ? store.byCreation(skip, limit) : store.byUpdate(updatedSince, skip, limit);
      return {
        total: everything ? countEntries() : store.countUpdatedSince(updatedSince),
        records: listed.map(({ number, job }) => recordOf(number, job)),
      };
    },

    record(id) {
      const number = find(id);
      return number === undefined ? undefined : recordOf(number);
    },

    history(id) {
      const number = find(id);
      if (number === undefined) return undefined;
      const job = store.read(number);
      return history.states(number).map(({ state }) => recordOf(number, { ...job, ...state }));
    },

    truth: () => ({
      as_of: formatTimestamp(simulation.now),
      count: countEntries(),
      listed_twice: store.doubledCount,
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
          yield recordOf(number, job);
          continue;
        }
        const good = history.states(number).findLast(({ state }) => state.flaw === undefined)?.state;
        if (good !== undefined) yield { ...recordOf(number, { ...job, ...good }), malformed: job.flaw };
      }
    },

    intervene(intervention) {
      log.append({ at: simulation.now, intervention });
      const ids = interventions.perform(intervention).map(idOf);
      return { at: formatTimestamp(simulation.now), affected: ids.length, ids };
    },
  };
}
