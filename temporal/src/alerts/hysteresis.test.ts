import fc from "fast-check";
import { expect, test } from "vitest";
import { advance, type Limits, type Sight, type Watched } from "./hysteresis.ts";

/** The events of an entry, with the evaluation in which each happens. */
function play(sights: readonly Sight[], limits: Limits): { at: number; event: "begin" | "end" }[] {
  let watched: Watched | null = null;
  const events: { at: number; event: "begin" | "end" }[] = [];
  for (const [at, sight] of sights.entries()) {
    const step = advance(watched, sight, limits);
    if (step?.event) events.push({ at, event: step.event });
    // An alert that has ended is not watched any more.
    watched = step?.event === "end" ? null : step;
  }
  return events;
}

const sight = fc.constantFrom<Sight>("listed", "set_aside", "absent", "unknown");
const limits = fc.record({
  beginAfter: fc.integer({ min: 1, max: 5 }),
  endAfter: fc.integer({ min: 1, max: 5 }),
});
const sights = fc.array(sight, { maxLength: 60 });

const kinds = (events: ReturnType<typeof play>) => events.map(({ event }) => event);

/** The last sights before and with an evaluation, without those of an unreadable list. */
const known = (all: readonly Sight[], until: number, count: number): Sight[] =>
  all
    .slice(0, until + 1)
    .filter((one) => one !== "unknown")
    .slice(-count);

test("each begin is followed by one end, each end follows one begin", () => {
  fc.assert(
    fc.property(sights, limits, (all, given) => {
      for (const [index, event] of kinds(play(all, given)).entries())
        expect(event).toBe(index % 2 === 0 ? "begin" : "end");
    }),
  );
});

test("a begin has been listed often enough in a row, an end missed often enough", () => {
  fc.assert(
    fc.property(sights, limits, (all, given) => {
      for (const { at, event } of play(all, given)) {
        const [count, needed] = event === "begin" ? [given.beginAfter, "listed"] : [given.endAfter, "absent"];
        expect(known(all, at, count)).toEqual(Array.from({ length: count }, () => needed));
      }
    }),
  );
});

test("an entry that stays begins its alert, and one that stays away ends it", () => {
  fc.assert(
    fc.property(sights, limits, (all, given) => {
      const stays = Array.from({ length: given.beginAfter }, (): Sight => "listed");
      const goes = Array.from({ length: given.endAfter }, (): Sight => "absent");
      expect(kinds(play([...all, ...stays], given)).at(-1)).toBe("begin");
      expect(kinds(play([...all, ...goes], given)).at(-1)).not.toBe("begin");
    }),
  );
});

test("evaluations that could not read the list change nothing", () => {
  fc.assert(
    fc.property(sights, limits, (all, given) => {
      const readable = all.filter((one) => one !== "unknown");
      expect(kinds(play(all, given))).toEqual(kinds(play(readable, given)));
    }),
  );
});

test("an entry that is set aside begins nothing, but does not end what has begun", () => {
  const given = { beginAfter: 2, endAfter: 1 };
  expect(play(["listed", "set_aside", "listed", "set_aside"], given)).toEqual([]);
  expect(play(["listed", "listed", "set_aside", "set_aside", "listed"], given)).toEqual([
    { at: 1, event: "begin" },
  ]);
});

test("an entry that flaps faster than the limits makes one begin, or none", () => {
  const flapping = Array.from({ length: 40 }, (_, index): Sight => (index % 2 ? "absent" : "listed"));
  expect(play(flapping, { beginAfter: 2, endAfter: 5 })).toEqual([]);
  expect(play(["listed", ...flapping], { beginAfter: 2, endAfter: 5 })).toEqual([{ at: 1, event: "begin" }]);
});

/** Known of other tools: a recovery was told of an outage that was too short to be told. */
test("an entry that was gone before its alert began has no end", () => {
  expect(play(["listed", "absent", "absent", "absent"], { beginAfter: 2, endAfter: 1 })).toEqual([]);
});
