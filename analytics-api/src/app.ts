import { except } from "hono/combine";
import { compress } from "hono/compress";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import type { Dependencies } from "./dependencies.ts";
import { authenticate, requireScope } from "./http/authentication.ts";
import { notFound, onError } from "./http/errors.ts";
import { openApiDocument } from "./http/openapi.ts";
import { limitKeyAttempts, rateLimit } from "./http/rate-limit.ts";
import { limitTarget, requireAllowedHost, requireAllowedMethod } from "./http/request-checks.ts";
import { requestLog } from "./http/request-log.ts";
import { createRouter } from "./http/router.ts";
import { snapshot } from "./http/snapshot.ts";
import { apiKeyRoutes } from "./routes/api-key.ts";
import { attentionRoutes } from "./routes/attention.ts";
import { docsRoutes } from "./routes/docs.ts";
import { enrichmentsRoutes } from "./routes/enrichments.ts";
import { eventsRoutes } from "./routes/events.ts";
import { exportEnrichmentsRoutes } from "./routes/export-enrichments.ts";
import { healthRoutes } from "./routes/health.ts";
import { heatmapRoutes } from "./routes/heatmap.ts";
import { measuresRoutes } from "./routes/measures.ts";
import { operationRoutes } from "./routes/operation.ts";
import { pipelineRoutes } from "./routes/pipeline.ts";
import { qualityRoutes } from "./routes/quality.ts";
import { runHistoryRoutes } from "./routes/run-history.ts";
import { runsRoutes } from "./routes/runs.ts";
import { targetsRoutes } from "./routes/targets.ts";
import { timelineRoutes } from "./routes/timeline.ts";
import { timeseriesRoutes } from "./routes/timeseries.ts";

/** Paths without API keys: their content is public. */
const OPEN = ["/health/*", "/docs/*", "/openapi.json"];

/** The analytics API: HTTP over gold and ops, and operation of the pipeline. */
export function createApp(dependencies: Dependencies) {
  const { sql, exportSql, responseCache, logger, corsOrigins, requireKeys, allowedHosts } = dependencies;
  const app = createRouter();
  app.onError(onError);
  app.notFound(notFound);
  if (dependencies.requestMetrics) app.use(dependencies.requestMetrics);
  if (dependencies.traceRequests) app.use(except("/health/*", dependencies.traceRequests));
  app.use(requestId(), requestLog(logger), secureHeaders());
  if (allowedHosts) app.use(requireAllowedHost(allowedHosts));
  app.use(limitTarget, compress(), requireAllowedMethod(app));
  app.use(
    cors({
      origin: corsOrigins,
      allowMethods: ["GET", "HEAD", "POST"],
      allowHeaders: ["Authorization", "Content-Type", "If-None-Match", "Last-Event-ID"],
      exposeHeaders: [
        "ETag",
        "Content-Disposition",
        "Location",
        "RateLimit",
        "RateLimit-Policy",
        "Retry-After",
        "WWW-Authenticate",
        "X-As-Of-Run-Number",
        "X-Request-Id",
      ],
    }),
  );
  const isLimited = dependencies.rateLimitPerMinute > 0;
  app.use(except("/health/*", authenticate(sql, isLimited ? limitKeyAttempts(dependencies) : undefined)));
  if (isLimited) app.use(except("/health/*", rateLimit(dependencies)));
  if (requireKeys) app.use(except(OPEN, requireScope("read")));
  app.use("/analytics/*", etag({ weak: true }), snapshot(sql, responseCache));
  app.use("/pipeline/*", etag({ weak: true }), snapshot(sql, responseCache));
  // Created at the first request: all routes are registered then.
  let document: ReturnType<typeof openApiDocument> | undefined;
  return app
    .route("/analytics", measuresRoutes)
    .route("/analytics", timeseriesRoutes)
    .route("/analytics", targetsRoutes(dependencies))
    .route("/analytics", heatmapRoutes)
    .route("/analytics", attentionRoutes(dependencies))
    .route("/analytics", enrichmentsRoutes(dependencies))
    .route("/analytics", exportEnrichmentsRoutes(exportSql))
    .route("/pipeline", pipelineRoutes(dependencies))
    .route("/pipeline", qualityRoutes)
    .route("/pipeline", runsRoutes(dependencies))
    .route("/pipeline", timelineRoutes(dependencies))
    .route("/pipeline", runHistoryRoutes(dependencies))
    .route("/pipeline", operationRoutes(dependencies))
    .route("/", apiKeyRoutes())
    .route("/", eventsRoutes(dependencies))
    .route("/health", healthRoutes(sql))
    .route("/", docsRoutes())
    .get("/openapi.json", (c) => {
      document ??= openApiDocument(app);
      return c.json(document);
    });
}

/** For `hc<AppType>`. */
export type AppType = ReturnType<typeof createApp>;

/** The events of `GET /events`, whose type the client of an event stream cannot infer. */
export type { StreamEvent } from "./schemas/event.ts";
