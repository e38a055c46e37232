import { LRUCache } from "lru-cache";

/** JSON bodies by their strong ETag, which names the state of the warehouse and the request that they follow from. */
export type AnswerCache = LRUCache<string, string>;

/** In UTF-16 code units: some 32 MB of ASCII. */
const MAX_SIZE = 32 * 2 ** 20;
const MAX_ANSWER_SIZE = 2 ** 20;

/** Answers of past states are never asked for again, and leave as the least recently used. */
export const createAnswerCache = (): AnswerCache =>
  new LRUCache({
    maxSize: MAX_SIZE,
    maxEntrySize: MAX_ANSWER_SIZE,
    sizeCalculation: (body) => Math.max(1, body.length),
  });
