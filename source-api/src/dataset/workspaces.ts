import { faker } from "@faker-js/faker/locale/pt_BR";
import { draw32 } from "../random.ts";
import { uuidFromWords } from "./identities.ts";

export interface Workspace {
  readonly id: string;
  readonly name: string;
  /** How likely one of its jobs fails, in [0, 1]: some customers send worse data than others. */
  readonly failureRate: number;
}

export interface Workspaces {
  readonly count: number;
  /** The place of the workspace with this id; undefined if there is none. */
  placeOf(id: string): number | undefined;
  at(place: number): Workspace;
  /** The place of the workspace that a fraction in [0, 1) falls on, the large ones more often. */
  pick(fraction: number): number;
}

/** Zipf's exponent: the largest of 42 workspaces sends 28 % of all jobs, the smallest 0.5 %. */
const INEQUALITY = 1.1;

/** Sets the draws about workspaces apart from those about jobs. */
const WORKSPACE = 100;

/** Customers for a dataset of `records` initial jobs: 8 for a hundred, 42 for 5,000, 400 for half a million or more. */
function workspaceCount(records: number): number {
  return Math.min(400, Math.max(8, Math.round(0.6 * Math.sqrt(records))));
}

export function createWorkspaces(seed: number, records: number): Workspaces {
  const count = workspaceCount(records);
  faker.seed(seed);
  const names = faker.helpers.uniqueArray(() => faker.company.name(), count);
  const workspaces: Workspace[] = [];
  const cumulativeShares: number[] = [];
  let sum = 0;
  for (const [place, name] of names.entries()) {
    const draw = (purpose: number) => draw32(seed, place, WORKSPACE + purpose);
    workspaces.push({
      id: uuidFromWords(draw(0), draw(1), draw(2), draw(3)),
      name,
      failureRate: 0.03 + 0.12 * (draw(4) / 2 ** 32) ** 2,
    });
    sum += 1 / (place + 1) ** INEQUALITY;
    cumulativeShares.push(sum);
  }

  return {
    count,
    placeOf(id) {
      const place = workspaces.findIndex((workspace) => workspace.id === id.toLowerCase());
      return place < 0 ? undefined : place;
    },
    at(place) {
      const workspace = workspaces[place];
      if (workspace === undefined) throw new Error(`There is no workspace ${place}.`);
      return workspace;
    },
    pick: (fraction) => cumulativeShares.findIndex((share) => fraction * sum < share),
  };
}
