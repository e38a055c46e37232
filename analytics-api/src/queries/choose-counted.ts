/** Jobs of a page by the number of those before them. */
export interface Stretch {
  skip: number;
  take: number;
}

export interface Chosen<Counted> {
  counted: Counted[];
  /** Jobs in these that come before the stretch. */
  skip: number;
}

/** Which of the parts that the jobs are counted in, given in order, hold some of the stretch. */
export function chooseCounted<Counted extends { jobs: number }>(
  all: readonly Counted[],
  { skip, take }: Stretch,
): Chosen<Counted> {
  const counted: Counted[] = [];
  let before = 0;
  let first = 0;
  for (const part of all) {
    if (before >= skip + take) break;
    if (before + part.jobs > skip) {
      if (counted.length === 0) first = before;
      counted.push(part);
    }
    before += part.jobs;
  }
  return { counted, skip: skip - first };
}
