import type { Identities } from "./identities.ts";
import { createTimeIndex, type TimeIndex } from "./time-index.ts";

/** Entries, one for a job at most, in the two orders in which they can be read. */
export interface Listing {
  readonly created: TimeIndex;
  readonly updated: TimeIndex;
  /** A job's entry appears at {@link settle}. */
  enter(number: number): void;
  /** Called before `updated_at` changes; the entry appears at its new place at {@link settle}. */
  move(number: number): void;
  /** Called before the entry is no longer listed. */
  leave(number: number): void;
  /** Puts what entered or moved in its place; until then the orders must not be read. */
  settle(): void;
}

/** When a job's entry was created and updated, in seconds since 1970; undefined while it is not listed. */
export interface ListingTimes {
  created(number: number): number | undefined;
  updated(number: number): number | undefined;
}

export function createListing(identities: Identities, times: ListingTimes): Listing {
  const created = createTimeIndex((key) => times.created(identities.number(key)));
  const updated = createTimeIndex((key) => times.updated(identities.number(key)));
  let entered: number[] = [];
  let moved: number[] = [];

  function vacate(index: TimeIndex, seconds: number | undefined, number: number): void {
    if (seconds !== undefined) index.vacate(seconds, identities.key(number));
  }

  return {
    created,
    updated,

    enter(number) {
      entered.push(identities.key(number));
      moved.push(identities.key(number));
    },

    move(number) {
      vacate(updated, times.updated(number), number);
      moved.push(identities.key(number));
    },

    leave(number) {
      vacate(created, times.created(number), number);
      vacate(updated, times.updated(number), number);
    },

    settle() {
      if (entered.length > 0) created.place(entered);
      if (moved.length > 0) updated.place(moved);
      entered = [];
      moved = [];
    },
  };
}
