import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { MiddlewareHandler } from "hono";
import type { Logger } from "pino";
import type { TemporalClient } from "./control/temporal-client.ts";
import type { ChangeFeed } from "./events/change-feed.ts";
import type { PipelineState } from "./events/pipeline-state.ts";
import type { AppEnv } from "./http/app-env.ts";
import type { RateLimitOptions } from "./http/rate-limit.ts";
import type { ResponseCache } from "./http/response-cache.ts";
import type { TemporalUi } from "./schemas/workflow-link.ts";
import type { Targets } from "./targets-file.ts";

/** What the app needs from its process. */
export interface Dependencies extends RateLimitOptions {
  sql: WarehouseClient;
  /** A connection pool for exports, which may be slow. */
  exportSql: WarehouseClient;
  /** Undefined: responses are not cached. */
  responseCache: ResponseCache | undefined;
  changes: ChangeFeed<PipelineState>;
  /** Maximum number of concurrent streams; each takes a connection and some kilobytes. */
  maxEventStreams: number;
  temporal: TemporalClient;
  temporalUi: TemporalUi | undefined;
  /** Whether reading requires an API key. */
  requireKeys: boolean;
  /** Host names that requests may have. Undefined: requests may have every name. */
  allowedHosts: string[] | undefined;
  corsOrigins: string[];
  pipelineIntervalSeconds: number;
  /** The pipeline is failing if a larger share of records is rejected. */
  maxRejectedPercent: number;
  targets: Targets;
  now: () => Date;
  logger: Logger;
  /** Measures each request; undefined: metrics are off. */
  requestMetrics?: MiddlewareHandler<AppEnv> | undefined;
  /** Undefined: tracing is off. */
  traceRequests?: MiddlewareHandler | undefined;
}
