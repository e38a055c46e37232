import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { Clock } from "../clock.ts";
import { faultsChangeSchema, faultsSchema } from "../faults/settings.ts";
import { FAULT_KINDS, type Stats } from "../faults/stats.ts";
import type { Weather } from "../faults/weather.ts";
import { ProblemError, problemSchema, refuseInvalid } from "../problem.ts";
import { FLAWS } from "../world/flaws.ts";
import { countSchema, malformationSchema, targetSchema } from "../world/intervention.ts";
import { STATUSES } from "../world/job.ts";
import { formatTimestamp } from "../world/timestamp.ts";
import type { World } from "../world/world.ts";

const common = { security: [{ adminKey: [] }], tags: ["Admin"] };

const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: problemSchema } },
});

const refusals = {
  401: problem("No admin key, or a wrong one."),
  422: problem("The body is not as it should be."),
};

function ok<T extends z.ZodType>(description: string, schema: T) {
  return { 200: { description, content: { "application/json": { schema } } }, ...refusals };
}

function body<T extends z.ZodType>(schema: T) {
  return { body: { required: true, content: { "application/json": { schema } } } };
}

const clockSchema = z
  .object({ now: z.iso.datetime(), speed: z.number().min(0).describe("World seconds per real second.") })
  .openapi("Clock");

const clockChangeSchema = z
  .strictObject({
    now: z.iso.datetime({ offset: true }).optional().describe("Not before the world's present."),
    speed: z
      .number()
      .min(0)
      .max(1_000_000)
      .optional()
      .describe("World seconds per real second; 0 stops time."),
  })
  .openapi("ClockChange");

const affectedSchema = z
  .object({ at: z.iso.datetime(), affected: z.int().min(0), ids: z.array(z.string()) })
  .openapi("Affected");

const tallySchema = z.object({
  count: z.int(),
  total_contacts: z.int(),
  by_status: z.record(z.enum(STATUSES), z.int()),
  digest: z
    .string()
    .describe(
      "The sum, in decimal, over the records, of the number that the first 12 hexadecimal digits of md5(id || '|' || status || '|' || updated_at) spell.",
    ),
});
const truthSchema = z
  .object({
    as_of: z.iso.datetime(),
    count: z.int().describe("All records, malformed ones included."),
    well_formed: tallySchema,
    malformed: z.array(z.object({ id: z.string().describe("As served."), kind: z.enum(FLAWS) })),
  })
  .openapi("Truth");

const statsSchema = z
  .object({
    requests: z.int(),
    rows: z.int(),
    faults: z.record(z.enum(FAULT_KINDS), z.int()),
    rss_bytes: z.int().describe("Memory that the process occupies."),
  })
  .openapi("Stats");

const route = {
  truth: createRoute({
    method: "get",
    path: "/truth",
    summary: "What a complete consumer should have right now",
    ...common,
    responses: ok("The truth.", truthSchema),
  }),
  records: createRoute({
    method: "get",
    path: "/records",
    summary: "Every record's last well-formed state, one JSON text a line",
    description: "A record whose present state is malformed has `malformed`, its kind, beside its fields.",
    ...common,
    responses: {
      200: { description: "The records.", content: { "application/x-ndjson": { schema: z.string() } } },
      401: refusals[401],
    },
  }),
  stats: createRoute({
    method: "get",
    path: "/stats",
    summary: "What /v1 has served since the start",
    ...common,
    responses: ok("The counts.", statsSchema),
  }),
  faults: createRoute({
    method: "get",
    path: "/faults",
    summary: "The present faults",
    ...common,
    responses: ok("The faults.", faultsSchema),
  }),
  putFaults: createRoute({
    method: "put",
    path: "/faults",
    summary: "Sets the faults; what is not named is off",
    ...common,
    request: body(faultsChangeSchema),
    responses: ok("The faults from now on.", faultsSchema),
  }),
  patchFaults: createRoute({
    method: "patch",
    path: "/faults",
    summary: "Changes the faults that are named",
    ...common,
    request: body(faultsChangeSchema),
    responses: ok("The faults from now on.", faultsSchema),
  }),
  outage: createRoute({
    method: "post",
    path: "/outage",
    summary: "Closes every connection to /v1 for a while",
    ...common,
    request: body(z.strictObject({ seconds: z.number().min(0).max(86_400).describe("0 ends it.") })),
    responses: ok("Until when, in real time.", z.object({ until: z.iso.datetime() })),
  }),
  clock: createRoute({
    method: "get",
    path: "/clock",
    summary: "The world's time",
    ...common,
    responses: ok("The clock.", clockSchema),
  }),
  putClock: createRoute({
    method: "put",
    path: "/clock",
    summary: "Sets the world's time forward, or its speed",
    ...common,
    request: body(clockChangeSchema),
    responses: ok("The clock from now on.", clockSchema),
  }),
  create: action("create", "New jobs arrive now", countSchema),
  touch: action("touch", "Jobs are saved again: only `updated_at` moves", countSchema),
  bulkUpdate: action("bulk-update", "Jobs get one contact more, all in this second", countSchema),
  remove: action("delete", "Jobs vanish", targetSchema),
  malform: action("malform", "Stored states turn malformed", malformationSchema),
  repair: action("repair", "Malformed states become well-formed again", targetSchema),
};

function action<P extends string, T extends z.ZodType>(name: P, summary: string, schema: T) {
  return createRoute({
    method: "post",
    path: `/${name}`,
    summary,
    ...common,
    request: body(schema),
    responses: ok("The records concerned.", affectedSchema),
  });
}

export interface AdminRoutesParts {
  readonly world: World;
  readonly clock: Clock;
  readonly weather: Weather;
  readonly stats: Stats;
}

/** What tests and demonstrations use to steer the source and to know the truth. */
export function createAdminRoutes({ world, clock, weather, stats }: AdminRoutesParts) {
  const showClock = () => ({ now: new Date(clock.now()).toISOString(), speed: clock.speed });

  const app = new OpenAPIHono({ defaultHook: refuseInvalid });
  // Registered by hand: the types of `openapi` know no response that is neither JSON nor plain text.
  app.openAPIRegistry.registerPath(route.records);
  app.get(route.records.path, (c) =>
    c.body(ndjson(world.cleanRecords()), 200, { "content-type": "application/x-ndjson" }),
  );

  return app
    .openapi(route.truth, (c) => c.json(world.truth(), 200))
    .openapi(route.stats, (c) => c.json({ ...stats.read(), rss_bytes: process.memoryUsage.rss() }, 200))
    .openapi(route.faults, (c) => c.json(weather.faults, 200))
    .openapi(route.putFaults, (c) => {
      weather.change(c.req.valid("json"), false);
      return c.json(weather.faults, 200);
    })
    .openapi(route.patchFaults, (c) => {
      weather.change(c.req.valid("json"), true);
      return c.json(weather.faults, 200);
    })
    .openapi(route.outage, (c) => c.json({ until: weather.startOutage(c.req.valid("json").seconds) }, 200))
    .openapi(route.clock, (c) => c.json(showClock(), 200))
    .openapi(route.putClock, (c) => {
      const { now, speed } = c.req.valid("json");
      const target = now === undefined ? undefined : Date.parse(now);
      if (target !== undefined) requireReachable(target, world.now);
      clock.set({ now: target, speed });
      world.advanceTo(Math.floor(clock.now() / 1000));
      return c.json(showClock(), 200);
    })
    .openapi(route.create, (c) => c.json(world.intervene({ type: "create", ...c.req.valid("json") }), 200))
    .openapi(route.touch, (c) => c.json(world.intervene({ type: "touch", ...c.req.valid("json") }), 200))
    .openapi(route.bulkUpdate, (c) =>
      c.json(world.intervene({ type: "bulk-update", ...c.req.valid("json") }), 200),
    )
    .openapi(route.remove, (c) =>
      c.json(world.intervene({ type: "delete", target: c.req.valid("json") }), 200),
    )
    .openapi(route.malform, (c) => c.json(world.intervene({ type: "malform", ...c.req.valid("json") }), 200))
    .openapi(route.repair, (c) =>
      c.json(world.intervene({ type: "repair", target: c.req.valid("json") }), 200),
    );
}

/** Each jump is lived through, arrival by arrival: a year of the usual ones takes about a second. */
const LONGEST_JUMP_SECONDS = 366 * 86_400;

/** @throws a 422 when the clock cannot be set to `target`, in milliseconds since 1970. */
function requireReachable(target: number, worldNow: number): void {
  const earliest = formatTimestamp(worldNow);
  const latest = formatTimestamp(worldNow + LONGEST_JUMP_SECONDS);
  if (target >= worldNow * 1000 && target <= (worldNow + LONGEST_JUMP_SECONDS) * 1000) return;
  const message = `now must lie between ${earliest}, the world's present, for time only goes forward, and ${latest}, a year later.`;
  throw new ProblemError(422, message, { errors: [{ field: "now", message }] });
}

/** Lines per chunk: large enough to be quick, small enough to let other requests in between. */
const LINES_PER_CHUNK = 1000;

/** Streams records, one JSON text a line, as fast as they are read. */
function ndjson(records: Iterator<object>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      let chunk = "";
      for (let line = 0; line < LINES_PER_CHUNK; line++) {
        const { done, value } = records.next();
        if (done) break;
        chunk += `${JSON.stringify(value)}\n`;
      }
      if (chunk === "") controller.close();
      else controller.enqueue(encoder.encode(chunk));
    },
  });
}
