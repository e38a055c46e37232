interface Version {
  version_id: number;
  /** Null for the first version of a job. */
  previous_version_id: number | null;
}

/** The versions of a job, newest first, each with the one before it, and with its number from 1 on; undefined if the first is not listed. */
export function numberVersions<Item extends Version>(newestFirst: readonly Item[]) {
  const hasFirst = newestFirst.at(-1)?.previous_version_id === null;
  return newestFirst.map((version, index) => ({
    ...version,
    number: hasFirst ? newestFirst.length - index : undefined,
    previous: newestFirst[index + 1],
  }));
}
