import type { DownPart } from "./api.ts";
import type { Known } from "./last-known.ts";

export interface Staleness {
  part: DownPart;
  /** When the data that is shown was read, in epoch milliseconds. */
  readAt: number;
  /** Since when newer data cannot be read, in epoch milliseconds. */
  since: number;
}

type Reading = Partial<Pick<Known<unknown>, "failure" | "readAt" | "failingSince">>;

/** How the data of a page is out of date: of its content, else of the pipeline. Undefined if it is not, or if there is none. */
export function staleness(...readings: Reading[]): Staleness | undefined {
  for (const { failure, readAt, failingSince } of readings)
    if (failure && readAt !== undefined && failingSince !== undefined)
      return { part: failure.part, readAt, since: failingSince };
  return undefined;
}
