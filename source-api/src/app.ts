import type { HttpBindings } from "@hono/node-server";
import { OpenAPIHono } from "@hono/zod-openapi";
import { compress } from "hono/compress";
import type { Logger } from "pino";
import { requireBearerKey } from "./bearer-key.ts";
import type { Clock } from "./clock.ts";
import type { Dataset } from "./dataset/dataset.ts";
import type { FaultInjector } from "./faults/fault-injector.ts";
import { injectFaults } from "./faults/inject-faults.ts";
import { createStats } from "./faults/stats.ts";
import { answerNotFound, createErrorHandler, refuseOtherMethods } from "./problem.ts";
import { createAdminRoutes } from "./routes/admin/admin.ts";
import { createDocsRoutes } from "./routes/docs.ts";
import { createEnrichmentRoutes } from "./routes/enrichments.ts";
import { createHealthRoutes } from "./routes/health.ts";

export interface AppParts {
  readonly apiKey: string;
  readonly adminKey: string;
  readonly dataset: Dataset;
  readonly clock: Clock;
  readonly faultInjector: FaultInjector;
  readonly log: Logger;
}

/** The whole HTTP surface; listens nowhere. Faults that break connections need a Node server around it. */
export function createApp({ apiKey, adminKey, dataset, clock, faultInjector, log }: AppParts) {
  const stats = createStats();
  const app = new OpenAPIHono<{ Bindings: HttpBindings }>();
  app.onError(createErrorHandler(log));
  app.notFound(answerNotFound);
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", { type: "http", scheme: "bearer" });
  app.openAPIRegistry.registerComponent("securitySchemes", "adminKey", { type: "http", scheme: "bearer" });
  app.use(async (c, next) => {
    dataset.advanceTo(Math.floor(clock.now() / 1000));
    // The source's own clock: consumers tell by it which second is still being written.
    c.header("date", new Date(clock.now()).toUTCString());
    await next();
  });
  app.use(refuseOtherMethods(app));
  app.use("/docs/*", compress());
  app.use("/v1/*", requireBearerKey(apiKey, "API key"), injectFaults({ faultInjector, stats, dataset }));
  app.use("/admin/*", requireBearerKey(adminKey, "admin key"));
  return app
    .route("/v1", createEnrichmentRoutes({ dataset, faultInjector, stats }))
    .route("/admin", createAdminRoutes({ dataset, clock, faultInjector, stats }))
    .route("/", createHealthRoutes(dataset))
    .route("/", createDocsRoutes())
    .doc31("/openapi.json", {
      openapi: "3.1.0",
      info: {
        title: "Source API",
        version: "1.0.0",
        description: "The enrichment jobs of a B2B data company, for monitoring.",
      },
    });
}
