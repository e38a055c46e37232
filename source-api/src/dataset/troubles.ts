export const TROUBLES = ["failing", "slow", "stuck", "silent"] as const;

/** What happens to the new jobs of a workspace: all fail, take five times as long, never end, or do not arrive. */
export type Trouble = (typeof TROUBLES)[number];

/** Troubles of workspaces, by the place of the workspace and the time. */
export interface Troubles {
  /** From `since` (seconds since 1970) on, jobs of the workspace have this trouble and no other; undefined: none. */
  plant(workspace: number, since: number, trouble: Trouble | undefined): void;
  /** The trouble of the jobs that arrive at `created`. */
  at(workspace: number, created: number): Trouble | undefined;
}

export function createTroubles(): Troubles {
  const changes = new Map<number, { since: number; trouble: Trouble | undefined }[]>();
  return {
    plant(workspace, since, trouble) {
      changes.set(workspace, [...(changes.get(workspace) ?? []), { since, trouble }]);
    },
    at: (workspace, created) => changes.get(workspace)?.findLast(({ since }) => since <= created)?.trouble,
  };
}
