import { drawUnit } from "../random.ts";
import type { ContactType, NewJob, Status } from "./job.ts";
import type { Troubles } from "./troubles.ts";
import type { Workspaces } from "./workspaces.ts";

/** A moment in a job's life, in seconds since 1970, and what its status is from then on. */
export interface Transition {
  readonly at: number;
  readonly status: Status;
}

/** What fate has in store for a job: worked out anew from its number whenever somebody asks. */
export interface JobPlanner {
  /** What a job is made of when it is born. */
  draw(number: number, created: number): NewJob;
  /** Its whole life, in order, beginning with PROCESSING at birth; times strictly increase. */
  transitions(number: number, created: number): Transition[];
}

/** Purposes of the draws about one job. */
const DRAW = {
  workspace: 1,
  category: 2,
  contacts: 3,
  contactType: 4,
  pace: 5,
  outcome: 6,
  interruption: 7,
  rerun: 8,
  rerunDelay: 9,
  rerunOutcome: 10,
} as const;

/** Sizes of jobs: the share of each category up to here, and the contacts it spans. */
const SIZES = [
  { upTo: 0.01, from: 0, to: 0 },
  { upTo: 0.38, from: 1, to: 99 },
  { upTo: 0.72, from: 100, to: 500 },
  { upTo: 0.89, from: 501, to: 1000 },
  { upTo: 1, from: 1001, to: 12_000 },
] as const;

/** Seconds that any job takes, however small. */
const SETUP_SECONDS = 45;
/** The quickest and the slowest pace in seconds per contact; companies take twice as long as people. */
const PACE = { fastest: 0.1, slowest: 0.5 };

const PERSON_SHARE = 0.6;
const CANCELED_SHARE = 0.03;
const RERUN_SHARE = 0.35;
/** A failed job is run again between ten minutes and a day later. */
const RERUN_DELAY_SECONDS = { least: 600, most: 86_400 };
const RERUN_SUCCESS_SHARE = 0.85;

/** Even on a logarithmic scale, as sizes of real jobs are: many near `from`, few near `to`. */
function logUniform(from: number, to: number, fraction: number): number {
  return from === 0 ? 0 : Math.round(from * (to / from) ** fraction);
}

/** A slow job takes so many times as long. */
const SLOWNESS = 5;

export function createJobPlanner(seed: number, workspaces: Workspaces, troubles: Troubles): JobPlanner {
  function outcome(number: number, failureRate: number): Status {
    const fraction = drawUnit(seed, number, DRAW.outcome);
    if (fraction < failureRate) return "FAILED";
    return fraction < failureRate + CANCELED_SHARE ? "CANCELED" : "COMPLETED";
  }

  function fullDuration(number: number, contacts: number, contactType: ContactType): number {
    const { fastest, slowest } = PACE;
    const pace = fastest * (slowest / fastest) ** drawUnit(seed, number, DRAW.pace);
    return SETUP_SECONDS + Math.round(contacts * pace * (contactType === "COMPANY" ? 2 : 1));
  }

  /** A silent workspace's jobs are another's: as many arrive in all. */
  function pickWorkspace(fraction: number, created: number): number {
    const picked = workspaces.pick(fraction);
    if (troubles.at(picked, created) !== "silent") return picked;
    const others = Array.from(
      { length: workspaces.count - 1 },
      (_, step) => (picked + step + 1) % workspaces.count,
    );
    return others.find((place) => troubles.at(place, created) !== "silent") ?? picked;
  }

  function draw(number: number, created: number): NewJob {
    const category = drawUnit(seed, number, DRAW.category);
    const size = SIZES.find(({ upTo }) => category < upTo) ?? SIZES[0];
    return {
      created,
      workspace: pickWorkspace(drawUnit(seed, number, DRAW.workspace), created),
      contacts: logUniform(size.from, size.to, drawUnit(seed, number, DRAW.contacts)),
      contactType: drawUnit(seed, number, DRAW.contactType) < PERSON_SHARE ? "PERSON" : "COMPANY",
    };
  }

  return {
    draw,

    transitions(number, created) {
      const { workspace, contacts, contactType } = draw(number, created);
      const trouble = troubles.at(workspace, created);
      if (trouble === "stuck") return [{ at: created, status: "PROCESSING" }];
      const duration = fullDuration(number, contacts, contactType) * (trouble === "slow" ? SLOWNESS : 1);
      const status = trouble === "failing" ? "FAILED" : outcome(number, workspaces.at(workspace).failureRate);
      // A job that fails or is cancelled stops somewhere on its way.
      const part = status === "COMPLETED" ? 1 : drawUnit(seed, number, DRAW.interruption);
      const ended = created + Math.max(1, Math.round(duration * part));
      const life: Transition[] = [
        { at: created, status: "PROCESSING" },
        { at: ended, status },
      ];
      if (trouble !== "failing" && status === "FAILED" && drawUnit(seed, number, DRAW.rerun) < RERUN_SHARE) {
        const { least, most } = RERUN_DELAY_SECONDS;
        const rerun = ended + logUniform(least, most, drawUnit(seed, number, DRAW.rerunDelay));
        const succeeds = drawUnit(seed, number, DRAW.rerunOutcome) < RERUN_SUCCESS_SHARE;
        life.push(
          { at: rerun, status: "PROCESSING" },
          { at: rerun + duration, status: succeeds ? "COMPLETED" : "FAILED" },
        );
      }
      return life;
    },
  };
}
