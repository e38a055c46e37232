/**
 * Randomness as a function: the same arguments always give the same draw, in any order and after any restart.
 * That is what lets a record be worked out from its number alone instead of being stored.
 */

/** Murmur3's 32-bit finalizer: scatters well and, being a bijection, never maps two numbers to one. */
export function mix32(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The inverse of {@link mix32}: the multipliers are the modular inverses of its two, modulo 2^32. */
export function unmix32(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x7ed1b41d);
  h = Math.imul(h ^ (h >>> 13) ^ (h >>> 26), 0xa5cb9243);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A 32-bit draw for `subject` (a job, an hour, a request); `purpose` keeps draws for one subject independent. */
export function draw32(seed: number, subject: number, purpose: number): number {
  return mix32(mix32(mix32(seed) ^ subject) + Math.imul(purpose, 0x9e3779b9));
}

/** As {@link draw32}, as a fraction in [0, 1). */
export function drawUnit(seed: number, subject: number, purpose: number): number {
  return draw32(seed, subject, purpose) / 2 ** 32;
}

/** A stream of fractions in [0, 1), for what happens one after the other, such as faults. */
export function createRandomStream(seed: number): () => number {
  let drawn = 0;
  return () => drawUnit(seed, drawn++, 0);
}
