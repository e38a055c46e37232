import { z } from "@hono/zod-openapi";

/** The forms in which a 429 can say when to come back, with how often each is used relative to the others. */
export const retryAfterSchema = z
  .strictObject({
    seconds: z.number().min(0).describe("Weight of `Retry-After: 2`."),
    date: z.number().min(0).describe("Weight of `Retry-After: Sun, 06 Nov 1994 08:49:37 GMT`."),
    missing: z.number().min(0).describe("Weight of no `Retry-After` at all."),
    zero: z.number().min(0).describe("Weight of `Retry-After: 0`."),
    huge: z.number().min(0).describe("Weight of `Retry-After: 999999999`."),
    least: z
      .int()
      .min(0)
      .max(3600)
      .describe("The shortest wait in seconds that the first two forms ask for."),
    extra: z.int().min(0).max(3600).describe("How much longer, at most, the wait is."),
  })
  .openapi("RetryAfterMix");
export type RetryAfterMix = z.infer<typeof retryAfterSchema>;

const FORMS = ["seconds", "date", "missing", "zero", "huge"] as const;

/** More than 31 years: nobody should wait for it. */
const HUGE = "999999999";

/**
 * Draws the value of a Retry-After header, undefined for none.
 * @param now real time in milliseconds since 1970: the client waits in real time.
 */
export function drawRetryAfter(mix: RetryAfterMix, random: () => number, now: number): string | undefined {
  const total = FORMS.reduce((sum, form) => sum + mix[form], 0);
  let point = random() * total;
  const form = FORMS.find((candidate) => {
    point -= mix[candidate];
    return point < 0;
  });
  const wait = mix.least + Math.floor(random() * (mix.extra + 1));
  switch (form) {
    case "seconds":
      return String(wait);
    case "date":
      return new Date(now + wait * 1000).toUTCString();
    case "zero":
      return "0";
    case "huge":
      return HUGE;
    default:
      return undefined;
  }
}
