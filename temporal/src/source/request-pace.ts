/** The request rate of a source, adapted to its answers; shared by all callers in a process. */
export interface RequestPace {
  /**
   * Milliseconds until the caller may send its request (0 = now); takes that slot. While a 429's wait lasts no slot lies
   * before its end. A slot taken before a 429 is void: who was still waiting for it asks again.
   */
  reserve(): number;
  /** Milliseconds until the wait of the last 429 is over; 0 when there is none. Takes no slot. */
  waiting(): number;
  /** A request was answered with anything but 429. */
  accepted(): void;
  /** A request was answered 429 and is to be repeated after so many milliseconds; undefined when it did not say. */
  refused(retryAfterMs: number | undefined): void;
  /** For display: requests a second at present; null when not limited. */
  limit(): number | null;
}

/** A 429, and the interval that requests were sent at. */
interface Refusal {
  at: number;
  /** When requests may be sent again. */
  until: number;
  askedWaitMs: number;
  interval: number;
}

/** An interval that was tried, and the answers a millisecond that came of it, waits included. */
interface Trial {
  interval: number;
  yield: number;
}

/** Of a new source. One that allows five requests a second then refuses a single one of a new load. */
const FIRST_INTERVAL_MS = 210;
/** Requests closer than this are not held back. */
const LEAST_INTERVAL_MS = 3;
/** What slowing down begins with. */
const LEAST_LIMITED_INTERVAL_MS = 20;
/** Two requests a second. Limits are round numbers as a rule: five, two, one. */
const SECOND_INTERVAL_MS = 525;
/** A request on the edge of what is allowed arrives too early as often as not; by some milliseconds, however long the interval. */
const MARGIN = 1.05;
const MAX_MARGIN_MS = 25;
/** So many waits make a yield that can be compared; it must then differ by more than chance makes it differ. */
const WAITS_TO_COMPARE = 3;
const WORTH_SLOWING = 0.9;
const WORTH_LIMITING = 0.7;
/** What a raise gains in the quiet time before it, in waits, is what its failure may cost, times this. */
const CAUTION = 5;
const MIN_RAISE = 0.1;
/** Between a refused and an allowed interval closer than this nothing is searched for. */
const CLOSE = 1.15;
/** What a refusal that names no wait is taken to ask for, and what is waited at least. */
const UNNAMED_WAIT_MS = 250;
const MIN_WAIT_MS = 100;
const MAX_WAITS_UNLIMITED = 96;

/**
 * Adapts the interval between requests to 429s.
 *
 * 1. Requests start 210 ms apart and twice as close after each answer, until nothing holds them back or a 429 comes.
 * 2. A refusal right after an answer doubles the interval (210 ms become 525), at most to the wait that was asked for;
 *    refusals after longer runs set it to the average time between answers, waits included, which no limit on the average
 *    refuses.
 * 3. After a quiet time the rate is raised, half-way to the one last refused or else by a tenth, then two tenths, …, once
 *    the gain is worth the wait that is risked; a raise that is refused is taken back.
 * 4. When slowing down lowers the yield (answers a second, waits included), or the first request after a full wait is
 *    refused, 429s do not come from the pace: the limit is lifted for 3 waits, the next time for 6, 12, …
 * 5. It comes back early when the yield without it is lower than it was with it.
 *
 * @param options.now a clock in milliseconds that never goes back
 */
export function createRequestPace({ now }: { now(): number }): RequestPace {
  let interval = FIRST_INTERVAL_MS;
  let starting = true;
  let lastSlot = Number.NEGATIVE_INFINITY;

  /** The last 429, until its wait is over. */
  let refusal: Refusal | null = null;
  let everRefused = false;
  let waitMs = 0;
  let quietSince = 0;
  let answers = { sinceWait: 0, beforeWait: 1 };

  /** The present trial, and the one it must not be worse than. */
  let trial = { since: now(), answers: 0, waits: 0 };
  let rival: Trial | null = null;

  let refusedInterval: number | null = null;
  let intervalBeforeRaise: number | null = null;
  let raise = MIN_RAISE;

  let waitsUnlimited = 0;
  let nextWaitsUnlimited = WAITS_TO_COMPARE;

  function beginTrial(milliseconds: number): void {
    interval = milliseconds;
    trial = { since: now(), answers: 0, waits: 0 };
    intervalBeforeRaise = null;
    raise = MIN_RAISE;
  }

  /** The wait is over, and the answers to what was sent before it have come. */
  function learn(ended: Refusal): void {
    waitMs = now() - ended.at;
    quietSince = now();
    const waitedInVain = answers.sinceWait === 0;
    const again = answers.beforeWait === 0;
    answers = { sinceWait: 0, beforeWait: answers.sinceWait };
    if (!waitedInVain) trial.waits++;
    const present = {
      interval: ended.interval,
      yield: Math.max(0, trial.answers - 1) / (now() - trial.since),
    };
    if (waitsUnlimited > 0) compareWithLimited(present);
    else if (!waitedInVain) slowDown(present, ended);
    // In vain twice in a row, the waits are shorter than they have to be: one longer wait, not a chance 429.
    else if (!again && isLimited(ended.interval) && ended.askedWaitMs > 0) lift(present);
  }

  const isLimited = (milliseconds: number): boolean =>
    rival !== null && milliseconds > LEAST_LIMITED_INTERVAL_MS;

  function slowDown(present: Trial, { askedWaitMs }: Refusal): void {
    const first = !everRefused;
    everRefused = true;
    starting = false;
    const comparable = trial.waits >= WAITS_TO_COMPARE;
    if (comparable && rival && present.yield < rival.yield * WORTH_SLOWING) lift(present);
    else if (intervalBeforeRaise !== null) takeBackRaise(present.interval, intervalBeforeRaise);
    // The first answers may have used up what had been saved for a burst: they say nothing of the average.
    else if (first) lengthen({ ...present, yield: 0 }, askedWaitMs);
    else if (answers.beforeWait < 2 && present.interval < waitMs) lengthen(present, askedWaitMs);
    else if (comparable)
      limit(present, withMargin(Math.max((now() - trial.since) / trial.answers, present.interval)));
  }

  /** A request after each wait was allowed: none needs to be further from the one before. */
  function lengthen(present: Trial, askedWaitMs: number): void {
    const longest = withMargin(Math.max(askedWaitMs > 0 ? askedWaitMs : waitMs, present.interval));
    const next = present.interval === FIRST_INTERVAL_MS ? SECOND_INTERVAL_MS : 2 * present.interval;
    limit(present, Math.min(Math.max(next, LEAST_LIMITED_INTERVAL_MS), longest));
    // The source's own word for it: no shorter one is searched for but by tenths.
    if (askedWaitMs > 0 && interval === longest) refusedInterval = null;
  }

  function limit(present: Trial, milliseconds: number): void {
    if (!rival || present.yield > rival.yield) rival = present;
    refusedInterval = Math.max(present.interval, LEAST_INTERVAL_MS);
    beginTrial(milliseconds);
  }

  function takeBackRaise(refused: number, before: number): void {
    refusedInterval = Math.max(refused, LEAST_INTERVAL_MS);
    interval = before;
    intervalBeforeRaise = null;
    raise = MIN_RAISE;
  }

  function lift(present: Trial): void {
    rival = present;
    refusedInterval = null;
    starting = true;
    waitsUnlimited = nextWaitsUnlimited;
    nextWaitsUnlimited = Math.min(2 * nextWaitsUnlimited, MAX_WAITS_UNLIMITED);
    beginTrial(Math.min(interval, FIRST_INTERVAL_MS));
  }

  function compareWithLimited(present: Trial): void {
    if (answers.beforeWait > 0) waitsUnlimited--;
    const comparable = trial.waits >= WAITS_TO_COMPARE;
    if (comparable && rival && present.yield < rival.yield * WORTH_LIMITING) {
      waitsUnlimited = 0;
      const { interval: limited } = rival;
      rival = present;
      beginTrial(limited);
    } else if (waitsUnlimited === 0) rival = null;
    starting = waitsUnlimited > 0;
  }

  function raiseWhenQuiet(): void {
    const quietMs = now() - quietSince;
    if (quietMs >= 10 * waitMs && answers.sinceWait >= 10) nextWaitsUnlimited = WAITS_TO_COMPARE;
    const between = refusedInterval !== null && interval / refusedInterval >= CLOSE ? refusedInterval : null;
    const next = between === null ? interval / (1 + raise) : Math.sqrt(interval * between);
    if (quietMs < (CAUTION * waitMs) / (interval / next - 1)) return;
    if (between === null) {
      if (intervalBeforeRaise !== null) raise = Math.min(1, 2 * raise);
      refusedInterval = null;
    }
    intervalBeforeRaise = interval;
    interval = next < LEAST_INTERVAL_MS ? 0 : next;
    quietSince = now();
  }

  function endWait(): void {
    if (!refusal || now() < refusal.until) return;
    const ended = refusal;
    refusal = null;
    learn(ended);
  }

  return {
    reserve() {
      endWait();
      const slot = Math.max(now(), refusal?.until ?? 0, lastSlot + interval);
      lastSlot = slot;
      return slot - now();
    },
    waiting: () => Math.max(0, (refusal?.until ?? 0) - now()),
    accepted() {
      endWait();
      answers.sinceWait++;
      trial.answers++;
      if (refusal) return;
      // The first request opens a connection and arrives late: the second keeps its distance from the answer.
      if (starting && answers.sinceWait === 1) lastSlot = Math.max(lastSlot, now());
      else if (starting) interval = interval < 1 ? 0 : interval / 2;
      else if (!starting && interval > 0) raiseWhenQuiet();
    },
    refused(retryAfterMs) {
      endWait();
      // Requests that were on their way together are refused together: once is enough.
      if (refusal) return;
      const askedWaitMs = retryAfterMs ?? 0;
      const until = now() + Math.max(retryAfterMs ?? UNNAMED_WAIT_MS, MIN_WAIT_MS);
      refusal = { at: now(), until, askedWaitMs, interval };
      lastSlot = Number.NEGATIVE_INFINITY;
    },
    limit: () => (starting || interval === 0 ? null : 1000 / interval),
  };
}

const withMargin = (milliseconds: number): number =>
  Math.min(milliseconds * MARGIN, milliseconds + MAX_MARGIN_MS);
