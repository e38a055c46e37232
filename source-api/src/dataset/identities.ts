import { draw32, mix32, unmix32 } from "../random.ts";

/**
 * Names jobs. A job's number (0, 1, 2 …) and its key are one-to-one, and its UUID begins with the key, so ids are
 * unique, sort like their keys, and lead back to the job without any lookup table.
 */
export interface Identities {
  key(number: number): number;
  number(key: number): number;
  /** The version 4 UUID of a key. */
  uuid(key: number): string;
}

/** Bytes as two hexadecimal digits. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function hex16(value: number): string {
  return `${HEX[(value >>> 8) & 255]}${HEX[value & 255]}`;
}

function hex32(value: number): string {
  return hex16(value >>> 16) + hex16(value);
}

/** A version 4 UUID of four 32-bit words, less the six bits that say so. */
export function uuidFromWords(a: number, b: number, c: number, d: number): string {
  const version = (b & 0x0fff) | 0x4000;
  const variant = ((c >>> 16) & 0x3fff) | 0x8000;
  return `${hex32(a)}-${hex16(b >>> 16)}-${hex16(version)}-${hex16(variant)}-${hex16(c)}${hex32(d)}`;
}

/** The key that the text of an id begins with; not a number when it begins with anything else. */
export function keyIn(id: string): number {
  return /^[\da-f]{8}-/i.test(id) ? Number.parseInt(id, 16) : Number.NaN;
}

export function createIdentities(seed: number): Identities {
  const salt = mix32(seed);

  return {
    key: (number) => mix32(number ^ salt),
    number: (key) => (unmix32(key) ^ salt) >>> 0,
    uuid: (key) => uuidFromWords(key, draw32(seed, key, 1), draw32(seed, key, 2), draw32(seed, key, 3)),
  };
}
