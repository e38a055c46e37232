import { OpenAPIHono } from "@hono/zod-openapi";
import type { Clock } from "../../clock.ts";
import type { Dataset } from "../../dataset/dataset.ts";
import type { FaultInjector } from "../../faults/fault-injector.ts";
import type { Stats } from "../../faults/stats.ts";
import { createClockRoutes } from "./clock.ts";
import { createDamageRoutes } from "./damage.ts";
import { createFaultsRoutes } from "./faults.ts";
import { createInterventionRoutes } from "./interventions.ts";
import { createTruthRoutes } from "./truth.ts";

export interface AdminRoutesParts {
  readonly dataset: Dataset;
  readonly clock: Clock;
  readonly faultInjector: FaultInjector;
  readonly stats: Stats;
}

/** What tests and demonstrations use to steer the source and to know the truth. */
export function createAdminRoutes({ dataset, clock, faultInjector, stats }: AdminRoutesParts) {
  return new OpenAPIHono()
    .route("/", createTruthRoutes(dataset, stats))
    .route("/", createFaultsRoutes(faultInjector))
    .route("/", createClockRoutes(clock, dataset))
    .route("/", createInterventionRoutes(dataset))
    .route("/", createDamageRoutes(dataset));
}
