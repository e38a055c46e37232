import { ConfigError } from "@enrichment-monitor/environment";
import { describe, expect, it } from "vitest";
import { loadConfig } from "./config.ts";

const DATABASE_URL = "postgres://reader:secret@db.test:5432/warehouse";

const messageOf = (environment: Record<string, string>): string => {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "";
};

describe("loadConfig", () => {
  it("requires only a database", () => {
    expect(loadConfig({ DATABASE_URL })).toEqual({
      databaseUrl: DATABASE_URL,
      host: "127.0.0.1",
      port: 3000,
      requireKeys: false,
      allowedHosts: ["localhost", "127.0.0.1", "[::1]"],
      logLevel: "info",
      corsOrigins: [],
      pipelineIntervalSeconds: 300,
      maxRejectedPercent: 20,
      targets: {
        success_rate: expect.any(Number),
        freshness_minutes: expect.any(Number),
        duration_p95_minutes: expect.any(Number),
      },
      rateLimitPerMinute: 6_000,
      trustedProxies: 0,
      maxEventStreams: 100,
      temporal: { connectionOptions: {}, namespace: undefined },
      temporalUi: undefined,
    });
  });

  it("prefers ANALYTICS_DATABASE_URL", () => {
    const own = "postgres://analytics:secret@db.test:5432/warehouse";
    expect(loadConfig({ DATABASE_URL, ANALYTICS_DATABASE_URL: own }).databaseUrl).toBe(own);
    expect(loadConfig({ ANALYTICS_DATABASE_URL: own }).databaseUrl).toBe(own);
  });

  it("reads every setting, and treats an empty one as unset", () => {
    const config = loadConfig({
      DATABASE_URL,
      ANALYTICS_API_HOST: "0.0.0.0",
      ANALYTICS_API_PORT: "8080",
      ANALYTICS_API_METRICS_PORT: "9466",
      CORS_ORIGINS: "https://a.test, http://b.test:8501",
      SCHEDULE_INTERVAL_MINUTES: "1",
      MAX_REJECTED_PERCENT: "2.5",
      MAX_EVENT_STREAMS: "7",
      RATE_LIMIT_PER_MINUTE: "0",
      TRUSTED_PROXIES: "2",
      TEMPORAL_UI_URL: "http://temporal.test:8233",
      TEMPORAL_NAMESPACE: "data",
      TEMPORAL_ADDRESS: "temporal.test:7233",
      LOG_LEVEL: "",
    });
    expect(config).toMatchObject({
      host: "0.0.0.0",
      port: 8080,
      metrics: { host: "127.0.0.1", port: 9466 },
      corsOrigins: ["https://a.test", "http://b.test:8501"],
      pipelineIntervalSeconds: 60,
      maxRejectedPercent: 2.5,
      maxEventStreams: 7,
      rateLimitPerMinute: 0,
      trustedProxies: 2,
      temporal: { connectionOptions: { address: "temporal.test:7233" }, namespace: "data" },
      temporalUi: { url: "http://temporal.test:8233", namespace: "data" },
      logLevel: "info",
    });
  });

  it.each([
    ["127.0.0.1", "auto", false],
    ["localhost", "auto", false],
    ["::1", "auto", false],
    ["0.0.0.0", "auto", true],
    ["127.0.0.1.example.com", "auto", true],
    ["192.0.2.7", "off", false],
    ["127.0.0.1", "on", true],
  ])("on %s with ANALYTICS_API_AUTH=%s requires keys: %s", (host, auth, requireKeys) => {
    const environment = { DATABASE_URL, ANALYTICS_API_HOST: host, ANALYTICS_API_AUTH: auth };
    expect(loadConfig(environment)).toMatchObject({ requireKeys });
  });

  it("reports all problems at once with variable, value and remedy", () => {
    const message = messageOf({
      ANALYTICS_API_PORT: "70000",
      ANALYTICS_API_METRICS_PORT: "70001",
      CORS_ORIGINS: "https://a.test/path",
      TEMPORAL_UI_URL: "temporal",
      TEMPORAL_PROFILE: "nowhere",
      SCHEDULE_INTERVAL_MINUTES: "five",
      MAX_REJECTED_PERCENT: "101",
      MAX_EVENT_STREAMS: "-1",
      RATE_LIMIT_PER_MINUTE: "many",
      TRUSTED_PROXIES: "all",
      ANALYTICS_API_AUTH: "maybe",
      OTEL_EXPORTER_OTLP_ENDPOINT: "localhost:4318",
      LOG_LEVEL: "loud",
      TARGETS_FILE: "/nowhere/targets.json",
    });
    const expected: [variable: string, value: string][] = [
      ["DATABASE_URL", "missing"],
      ["ANALYTICS_API_PORT", "70000"],
      ["ANALYTICS_API_METRICS_PORT", "70001"],
      ["CORS_ORIGINS", "https://a.test/path"],
      ["TEMPORAL_UI_URL", "temporal"],
      ["TEMPORAL_ variables", "nowhere"],
      ["SCHEDULE_INTERVAL_MINUTES", "five"],
      ["MAX_REJECTED_PERCENT", "101"],
      ["MAX_EVENT_STREAMS", "-1"],
      ["RATE_LIMIT_PER_MINUTE", "many"],
      ["TRUSTED_PROXIES", "all"],
      ["ANALYTICS_API_AUTH", "maybe"],
      ["OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318"],
      ["LOG_LEVEL", "loud"],
      ["/nowhere/targets.json", "ENOENT"],
    ];
    const lines = message.split("\n").slice(1);
    expect(lines).toHaveLength(expected.length);
    for (const [variable, value] of expected)
      expect(lines.filter((line) => line.includes(variable) && line.includes(value))).toHaveLength(1);
  });

  it("never shows a database URL, which contains a password", () => {
    const message = messageOf({ DATABASE_URL: "mysql://root:hunter2@db.test/x" });
    expect(message).toContain("DATABASE_URL");
    expect(message).not.toContain("hunter2");
  });

  it.each([
    [{}, ["localhost", "127.0.0.1", "[::1]"]],
    [{ ANALYTICS_API_HOST: "::1" }, ["localhost", "127.0.0.1", "[::1]"]],
    [{ ANALYTICS_API_HOST: "127.0.0.5" }, ["localhost", "127.0.0.1", "[::1]", "127.0.0.5"]],
    [{ ALLOWED_HOSTS: "Api.test, [fe80::1]" }, ["localhost", "127.0.0.1", "[::1]", "api.test", "[fe80::1]"]],
    [{ ANALYTICS_API_AUTH: "on" }, undefined],
    [{ ANALYTICS_API_HOST: "0.0.0.0" }, undefined],
    [
      { ANALYTICS_API_HOST: "0.0.0.0", ALLOWED_HOSTS: "api.test" },
      ["localhost", "127.0.0.1", "[::1]", "0.0.0.0", "api.test"],
    ],
  ])("with %j allows the hosts %j", (environment, hosts) => {
    expect(loadConfig({ DATABASE_URL, ...environment }).allowedHosts).toEqual(hosts);
  });

  it("refuses hosts that are not names", () => {
    expect(messageOf({ DATABASE_URL, ALLOWED_HOSTS: "http://api.test" })).toContain("ALLOWED_HOSTS is");
  });
});
