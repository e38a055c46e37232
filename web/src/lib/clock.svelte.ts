import { createSubscriber } from "svelte/reactivity";

const TICK_MS = 1_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, TICK_MS);
  return () => clearInterval(timer);
});

/** The present, in epoch milliseconds. What reads it in the browser is updated every second: ages and countdowns. */
export function currentTime(): number {
  subscribe();
  return Date.now();
}
