import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { except } from "hono/combine";
import { compress } from "hono/compress";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import type { Logger } from "pino";
import type { TemporalClient } from "./control/temporal-client.ts";
import type { ChangeFeed } from "./events/change-feed.ts";
import type { PipelineState } from "./events/pipeline-state.ts";
import { requireAllowedHost } from "./http/allowed-hosts.ts";
import type { AnswerCache } from "./http/answer-cache.ts";
import { identify, requireKey } from "./http/authentication.ts";
import { notFound, onError } from "./http/errors.ts";
import { refuseOtherMethods } from "./http/methods.ts";
import { limitKeyAttempts, type RateLimitOptions, rateLimit } from "./http/rate-limit.ts";
import { requestLog } from "./http/request-log.ts";
import { createRouter } from "./http/router.ts";
import { snapshot } from "./http/snapshot.ts";
import { limitTarget } from "./http/target-limit.ts";
import { apiKeyScheme, openapi } from "./openapi.ts";
import { breakdownRoutes } from "./routes/breakdown.ts";
import { docsRoutes } from "./routes/docs.ts";
import { enrichmentRoutes } from "./routes/enrichment.ts";
import { eventsRoutes } from "./routes/events.ts";
import { exportEnrichmentsRoutes } from "./routes/export-enrichments.ts";
import { healthRoutes } from "./routes/health.ts";
import { listEnrichmentsRoutes } from "./routes/list-enrichments.ts";
import { listRejectsRoutes } from "./routes/list-rejects.ts";
import { listRunsRoutes } from "./routes/list-runs.ts";
import { newestProofRoutes } from "./routes/newest-proof.ts";
import { overviewRoutes } from "./routes/overview.ts";
import { pipelineStatusRoutes } from "./routes/pipeline-status.ts";
import { runRoutes } from "./routes/run.ts";
import { runProofRoutes } from "./routes/run-proof.ts";
import { sourceSchemaRoutes } from "./routes/source-schema.ts";
import { startRunRoutes } from "./routes/start-run.ts";
import { switchPipelineRoutes } from "./routes/switch-pipeline.ts";
import { timeseriesRoutes } from "./routes/timeseries.ts";
import { topWorkspacesRoutes } from "./routes/top-workspaces.ts";
import { workspaceRoutes } from "./routes/workspace.ts";
import { withExamples } from "./with-examples.ts";
import type { TemporalUi } from "./workflow-url.ts";

export interface AppDependencies extends RateLimitOptions {
  sql: WarehouseClient;
  /** For files: connections that may be held for long. */
  exportSql: WarehouseClient;
  /** Undefined: every answer is computed anew. */
  answers: AnswerCache | undefined;
  changes: ChangeFeed<PipelineState>;
  maxEventStreams: number;
  temporal: TemporalClient;
  /** Whether whoever asks for data has to show a key. */
  requireKeys: boolean;
  /** Host names that are served; undefined: requests are served whatever their Host. */
  allowedHosts: string[] | undefined;
  logger: Logger;
  now: () => Date;
  pipelineIntervalSeconds: number;
  maxRejectedPercent: number;
  temporalUi: TemporalUi | undefined;
  corsOrigins: string[];
}

/** Paths that need no key: what they tell is known to whoever has this repository. */
const OPEN = ["/health/*", "/docs/*", "/openapi.json"];

/** The analytics API: HTTP over gold and ops, and to operate the pipeline. */
export function createApp(dependencies: AppDependencies) {
  const { sql, exportSql, answers, logger, temporalUi, corsOrigins, requireKeys, allowedHosts } =
    dependencies;
  const app = createRouter();
  app.onError(onError);
  app.notFound(notFound);
  let described: ReturnType<typeof app.getOpenAPI31Document> | undefined;
  // Once, when it is first asked for: all routes are there then.
  const document = () => {
    described ??= withExamples(app.getOpenAPI31Document(openapi));
    return described;
  };
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", apiKeyScheme);
  app.use(requestId(), requestLog(logger), secureHeaders());
  if (allowedHosts) app.use(requireAllowedHost(allowedHosts));
  app.use(limitTarget, compress(), refuseOtherMethods(app));
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
  app.use(except("/health/*", identify(sql, isLimited ? limitKeyAttempts(dependencies) : undefined)));
  if (isLimited) app.use(except("/health/*", rateLimit(dependencies)));
  if (requireKeys) app.use(except(OPEN, requireKey("read")));
  app.use("/analytics/*", etag({ weak: true }), snapshot(sql, answers));
  app.use("/pipeline/*", etag({ weak: true }), snapshot(sql, answers));
  return app
    .route("/analytics", overviewRoutes())
    .route("/analytics", timeseriesRoutes())
    .route("/analytics", topWorkspacesRoutes())
    .route("/analytics", breakdownRoutes())
    .route("/analytics", workspaceRoutes())
    .route("/analytics", listEnrichmentsRoutes())
    .route("/analytics", exportEnrichmentsRoutes(exportSql))
    .route("/analytics", enrichmentRoutes(temporalUi))
    .route("/pipeline", pipelineStatusRoutes(dependencies))
    .route("/pipeline", listRunsRoutes(temporalUi))
    .route("/pipeline", runRoutes(temporalUi))
    .route("/pipeline", runProofRoutes())
    .route("/pipeline", newestProofRoutes())
    .route("/pipeline", listRejectsRoutes())
    .route("/pipeline", sourceSchemaRoutes())
    .route("/pipeline", startRunRoutes(dependencies))
    .route("/pipeline", switchPipelineRoutes(dependencies))
    .route("/", eventsRoutes(dependencies))
    .route("/health", healthRoutes(sql))
    .route("/", docsRoutes())
    .get("/openapi.json", (c) => c.json(document()));
}

/** For `hc<AppType>`. */
export type AppType = ReturnType<typeof createApp>;
