/** What can be done to one record behind the pipeline's back. */
export interface Damage {
  /** As `POST /admin/…` of the source API takes it. */
  readonly action: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly words: string;
}

const SIXTY_DAYS = 60 * 86_400;

export const DAMAGES: Readonly<Record<string, Damage>> = {
  delete: { action: "delete", body: { count: 1 }, words: "deleted at the source" },
  lose: { action: "lose", body: { count: 1 }, words: "no longer listed, as with a lagging index" },
  double: {
    action: "double",
    body: { count: 1 },
    words: "listed a second time, with an earlier state",
  },
  restore: {
    action: "restore",
    body: { count: 1 },
    words: "put back to an earlier state, as from a backup",
  },
  "create-late": {
    action: "create-late",
    body: { count: 1, seconds: SIXTY_DAYS },
    words: "added with times of 60 days ago, as by a long transaction",
  },
  "update-late": {
    action: "update-late",
    body: { count: 1, seconds: SIXTY_DAYS },
    words: "updated with an updated_at of 60 days ago, as by a long transaction",
  },
};

/** @throws naming the damages there are */
export function findDamage(name: string): Damage {
  const damage = DAMAGES[name];
  if (damage) return damage;
  throw new Error(`"${name}" is no damage: give one of ${Object.keys(DAMAGES).join(", ")}.`);
}
