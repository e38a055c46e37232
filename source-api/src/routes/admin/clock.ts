import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { Clock } from "../../clock.ts";
import type { Dataset } from "../../dataset/dataset.ts";
import { formatTimestamp } from "../../dataset/timestamp.ts";
import { ProblemError, refuseInvalid } from "../../problem.ts";
import { adminAnswer, adminBody, adminOperation, bodyRefusals } from "./documented.ts";

/** Each jump is lived through, arrival by arrival: a year of the usual ones takes about a second. */
const MAX_JUMP_SECONDS = 366 * 86_400;

const clockSchema = z
  .object({ now: z.iso.datetime(), speed: z.number().min(0).describe("Dataset seconds per real second.") })
  .openapi("Clock");

const clockChangeSchema = z
  .strictObject({
    now: z.iso
      .datetime({ offset: true })
      .optional()
      .describe("From the dataset's present to a year after it: time only goes forward."),
    speed: z
      .number()
      .min(0)
      .max(100_000)
      .optional()
      .describe("Dataset seconds per real second; 0 stops time."),
  })
  .openapi("ClockChange");

const readRoute = createRoute({
  method: "get",
  path: "/clock",
  summary: "The dataset's time",
  ...adminOperation,
  responses: adminAnswer("The clock.", clockSchema),
});

const setRoute = createRoute({
  method: "put",
  path: "/clock",
  summary: "Sets the dataset's time forward, or its speed",
  ...adminOperation,
  ...adminBody(clockChangeSchema),
  responses: { ...adminAnswer("The clock from now on.", clockSchema), ...bodyRefusals },
});

export function createClockRoutes(clock: Clock, dataset: Dataset) {
  const read = () => ({ now: new Date(clock.now()).toISOString(), speed: clock.speed });

  return new OpenAPIHono({ defaultHook: refuseInvalid })
    .openapi(readRoute, (c) => c.json(read(), 200))
    .openapi(setRoute, (c) => {
      const { now, speed } = c.req.valid("json");
      clock.set({ now: now === undefined ? undefined : reachable(now, dataset.now), speed });
      return c.json(read(), 200);
    });
}

/**
 * @returns an instant in milliseconds since 1970.
 * @throws a 422 when the clock cannot be set to it.
 */
function reachable(instant: string, worldNow: number): number {
  const target = Date.parse(instant);
  const latest = worldNow + MAX_JUMP_SECONDS;
  if (target >= worldNow * 1000 && target <= latest * 1000) return target;
  const message = `now must lie between ${formatTimestamp(worldNow)}, the dataset's present, for time only goes forward, and ${formatTimestamp(latest)}, a year later.`;
  throw new ProblemError(422, message, { errors: [{ field: "now", message }] });
}
