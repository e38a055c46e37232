import { startTraceReceiver } from "@enrichment-monitor/environment/testing";
import { createApiKey } from "@enrichment-monitor/warehouse/api-key";
import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { pino } from "pino";
import { expect, inject, it } from "vitest";
import { loadConfig } from "../config.ts";
import { listen } from "../listen.ts";

const WORKSPACE = "cebb1650-c5e1-4755-8c7a-64abd6560e3f";

it("traces requests with their statements, named by route, without keys and what was asked for", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  await using receiver = await startTraceReceiver();
  const { key } = await createApiKey(warehouse.sql, { name: "Test", scope: "read" });
  const config = loadConfig({ DATABASE_URL: warehouse.url, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  const api = await listen({ ...config, port: 0 }, pino({ level: "silent" }));
  const get = (path: string) => fetch(api.url + path, { headers: { Authorization: `Bearer ${key}` } });
  expect((await get(`/analytics/enrichments?id_workspace=${WORKSPACE}`)).status).toBe(200);
  expect((await get("/health/ready")).status).toBe(200);
  await api.close();
  const paths = receiver.spans.map((span) => receiver.pathOf(span).join(" > "));
  expect(paths).toContain("GET /analytics/enrichments");
  expect(paths).toContain("GET /analytics/enrichments > select gold.enrichments");
  expect(new Set(receiver.spans.map(({ traceId }) => traceId)).size).toBe(1);
  const sent = JSON.stringify(receiver.spans);
  for (const secret of [key, WORKSPACE]) expect(sent).not.toContain(secret);
});
