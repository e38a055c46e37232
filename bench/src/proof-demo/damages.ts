/** A change of one record at the source that the pipeline does not notice by itself. */
export interface Damage {
  /** The path after `/admin/` in the source API. */
  readonly action: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly description: string;
  /** Applies to a record that was updated a week after all others: the states of other records are minutes apart. */
  readonly needsLateUpdate?: boolean;
}

const SIXTY_DAYS = 60 * 86_400;

export const DAMAGES: Readonly<Record<string, Damage>> = {
  delete: { action: "delete", body: { count: 1 }, description: "deleted at the source" },
  lose: { action: "lose", body: { count: 1 }, description: "no longer listed, as with a lagging index" },
  double: {
    action: "double",
    body: { count: 1 },
    description: "listed a second time, with an earlier state",
  },
  restore: {
    action: "restore",
    body: {},
    needsLateUpdate: true,
    description: "put back to an earlier state, as from a backup",
  },
  "create-late": {
    action: "create-late",
    body: { count: 1, seconds: SIXTY_DAYS },
    description: "added with times of 60 days ago, as by a long transaction",
  },
  "update-late": {
    action: "update-late",
    body: { count: 1, seconds: SIXTY_DAYS },
    description: "updated with an updated_at of 60 days ago, as by a long transaction",
  },
};

/** @throws with the names of all damages */
export function findDamage(name: string): Damage {
  const damage = DAMAGES[name];
  if (damage) return damage;
  throw new Error(`"${name}" is not a damage: use one of ${Object.keys(DAMAGES).join(", ")}.`);
}
