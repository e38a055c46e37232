import { OpenAPIHono } from "@hono/zod-openapi";
import type { Clock } from "../../clock.ts";
import type { Stats } from "../../faults/stats.ts";
import type { Weather } from "../../faults/weather.ts";
import type { World } from "../../world/world.ts";
import { createClockRoutes } from "./clock.ts";
import { createDamageRoutes } from "./damage.ts";
import { createFaultsRoutes } from "./faults.ts";
import { createInterventionRoutes } from "./interventions.ts";
import { createTruthRoutes } from "./truth.ts";

export interface AdminRoutesParts {
  readonly world: World;
  readonly clock: Clock;
  readonly weather: Weather;
  readonly stats: Stats;
}

/** What tests and demonstrations use to steer the source and to know the truth. */
export function createAdminRoutes({ world, clock, weather, stats }: AdminRoutesParts) {
  return new OpenAPIHono()
    .route("/", createTruthRoutes(world, stats))
    .route("/", createFaultsRoutes(weather))
    .route("/", createClockRoutes(clock, world))
    .route("/", createInterventionRoutes(world))
    .route("/", createDamageRoutes(world));
}
