import { createDamageControl } from "./damage.ts";
import { type Flaw, FUTURE_SECONDS } from "./flaws.ts";
import type { HiddenJobs } from "./hidden-jobs.ts";
import type { History } from "./history.ts";
import type { Intervention, PlantedTrouble, Target } from "./intervention-schema.ts";
import type { JobStore } from "./job-store.ts";
import type { JobState } from "./job-table.ts";
import type { Simulation } from "./simulation.ts";
import type { TargetSelection } from "./target-selection.ts";
import type { Troubles } from "./troubles.ts";
import type { Workspaces } from "./workspaces.ts";

/** Carries out interventions on jobs, by their numbers. */
export interface Interventions {
  /** Does it now, and returns the numbers of the jobs concerned. */
  perform(intervention: Intervention): number[];
  /** The numbers of the listed jobs whose present state is malformed. */
  malformed(): number[];
}

export interface InterventionsParts {
  readonly store: JobStore;
  readonly simulation: Simulation;
  readonly history: History;
  readonly hiddenJobs: HiddenJobs;
  readonly targets: TargetSelection;
  readonly workspaces: Workspaces;
  readonly troubles: Troubles;
}

export function createInterventions({
  store,
  simulation,
  history,
  hiddenJobs,
  targets,
  workspaces,
  troubles,
}: InterventionsParts): Interventions {
  const malformed = new Set<number>();
  const damageControl = createDamageControl({ store, simulation, history, hiddenJobs, targets });

  const isWellFormed = (number: number) => store.isPresent(number) && !malformed.has(number);
  const listedMalformed = () => [...malformed].filter(store.isPresent);

  /** True when nothing natural will happen to the job any more that would undo what is done to it. */
  function isAtRest(number: number): boolean {
    return simulation.transitions(number).every(({ at }) => at <= simulation.now);
  }

  /** Gives jobs a new `updated_at` and whatever else `change` says. */
  function editAll(numbers: number[], change: (state: JobState) => Partial<JobState>): number[] {
    for (const number of numbers) {
      const { status, contacts, flaw } = store.read(number);
      const state = { status, contacts, flaw, updated: simulation.now };
      history.edit(number, { ...state, ...change(state) });
    }
    return numbers;
  }

  function spoiled(flaw: Flaw): Partial<JobState> {
    return flaw === "updated_in_future" ? { flaw, updated: simulation.now + FUTURE_SECONDS } : { flaw };
  }

  function bearMalformed(flaw: Flaw): number {
    const number = simulation.addWithoutPlan();
    const { contacts } = store.read(number);
    history.edit(number, { status: "COMPLETED", contacts, updated: simulation.now, flaw, ...spoiled(flaw) });
    return number;
  }

  function malform(flaw: Flaw, count: number, fresh: boolean): number[] {
    // A job that has been served under a good id does not change it: a bad one is always new.
    const numbers =
      fresh || flaw === "bad_uuid"
        ? Array.from({ length: count }, () => bearMalformed(flaw))
        : editAll(
            targets.pick(count, (number) => isWellFormed(number) && isAtRest(number)),
            () => spoiled(flaw),
          );
    for (const number of numbers) malformed.add(number);
    return numbers;
  }

  function repair(target: Target): number[] {
    const numbers = targets.selectAmong(listedMalformed(), target);
    for (const number of numbers) malformed.delete(number);
    return editAll(numbers, () => ({ flaw: undefined }));
  }

  function remove(target: Target): number[] {
    const numbers = targets.select(target, store.isPresent);
    for (const number of numbers) {
      store.remove(number);
      malformed.delete(number);
    }
    return numbers;
  }

  /** Concerns jobs that do not exist yet: the present second's have arrived. An unknown workspace has no jobs. */
  function plantTrouble(id: string, trouble: PlantedTrouble): number[] {
    const place = workspaces.placeOf(id);
    if (place !== undefined)
      troubles.plant(place, simulation.now + 1, trouble === "none" ? undefined : trouble);
    return [];
  }

  function carryOut(intervention: Intervention): number[] {
    switch (intervention.type) {
      case "create":
        return Array.from({ length: intervention.count }, () => simulation.add());
      case "touch":
        return editAll(targets.pick(intervention.count, isWellFormed), () => ({}));
      case "bulk-update":
        return editAll(targets.pick(intervention.count, isWellFormed), ({ contacts }) => ({
          contacts: contacts + 1,
        }));
      case "malform":
        return malform(intervention.kind, intervention.count, intervention.fresh);
      case "repair":
        return repair(intervention.target);
      case "trouble":
        return plantTrouble(intervention.workspace, intervention.kind);
      case "delete":
        return remove(intervention.target);
      default:
        return damageControl.perform(intervention);
    }
  }

  return {
    perform(intervention) {
      const numbers = carryOut(intervention);
      store.settle();
      return numbers;
    },
    malformed: listedMalformed,
  };
}
