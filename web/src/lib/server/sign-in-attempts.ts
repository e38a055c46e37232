import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Attempts per minute of one address: fewer than the API allows this server for all visitors. */
const limiter = new RateLimiterMemory({ points: 20, duration: 60 });

/** Counts an attempt to sign in; returns the seconds to wait if there were too many. */
export async function countAttempt(address: string): Promise<number | undefined> {
  try {
    await limiter.consume(address);
    return undefined;
  } catch (exceeded) {
    if (exceeded instanceof RateLimiterRes) return Math.ceil(exceeded.msBeforeNext / 1_000);
    throw exceeded;
  }
}

/** Takes an attempt back: its key is valid. */
export const forgetAttempt = (address: string) => limiter.reward(address);
