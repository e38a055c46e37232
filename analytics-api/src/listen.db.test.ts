import { once } from "node:events";
import { connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { eventsOf } from "../testing/event-stream.ts";
import { type AnalyticsApiConfig, loadConfig } from "./config.ts";
import { listen } from "./listen.ts";

let warehouse: WarehouseDatabase;
let config: AnalyticsApiConfig;
const logger = pino({ level: "silent" });

beforeAll(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  config = {
    ...loadConfig({ DATABASE_URL: warehouse.url, TEMPORAL_ADDRESS: "127.0.0.1:1" }),
    port: 0,
  };
});

afterAll(() => warehouse[Symbol.asyncDispose]());

const connections = async (): Promise<number> => {
  const [{ open }] = await warehouse.sql<[{ open: number }]>`
    select count(*) as open from pg_stat_activity
    where datname = current_database() and application_name like 'analytics-api%'`;
  return open;
};

describe("listen", () => {
  it("serves until close", async () => {
    const api = await listen(config, logger);
    expect((await fetch(`${api.url}/health/ready`)).status).toBe(200);
    await api.close();
    await expect(fetch(`${api.url}/health/live`)).rejects.toThrow();
    expect(await connections()).toBe(0);
  });

  it("completes pending responses before it closes, and accepts no new requests", async () => {
    const api = await listen(config, logger);
    const { promise: locked, resolve: unlock } = Promise.withResolvers<void>();
    const lock = warehouse.sql.begin(async (transaction) => {
      await transaction`lock table gold.enrichments in access exclusive mode`;
      await locked;
    });
    const waiting = async () => {
      const [{ blocked }] = await warehouse.sql<[{ blocked: number }]>`
        select count(*) as blocked from pg_stat_activity
        where application_name = 'analytics-api' and datname = current_database() and wait_event_type = 'Lock'`;
      expect(blocked).toBe(1);
    };
    await vi.waitFor(async () => expect((await fetch(`${api.url}/health/live`)).status).toBe(200));
    const answer = fetch(`${api.url}/analytics/enrichments`);
    await vi.waitFor(waiting, { timeout: 5_000 });
    const closed = api.close();
    await vi.waitFor(() => expect(fetch(`${api.url}/health/live`)).rejects.toThrow());
    unlock();
    expect((await answer).status).toBe(200);
    await Promise.all([lock, closed]);
    expect(await connections()).toBe(0);
  });

  it("ends event streams on close", async () => {
    const api = await listen(config, logger);
    const events = eventsOf(await fetch(`${api.url}/events`));
    expect((await events.next()).value).toMatchObject({ event: "data" });
    await api.close();
    expect((await events.next()).done).toBe(true);
    await vi.waitFor(async () => expect(await connections()).toBe(0));
  });

  it.each([
    [false, "0.0.0.0", 1],
    [true, "0.0.0.0", 0],
    [false, "127.0.0.1", 0],
  ])("with requireKeys %s on %s warns %i times", async (requireKeys, host, warnings) => {
    const lines: string[] = [];
    const warned = pino({ level: "warn" }, { write: (line: string) => lines.push(line) });
    const api = await listen({ ...config, requireKeys, host }, warned);
    await api.close();
    expect(lines.filter((line) => line.includes("ANALYTICS_API_AUTH is off"))).toHaveLength(warnings);
  });

  it.each([
    ["a target of 20 KB", 414, `GET /health/live?${"x".repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
    [
      "a target of 1 MB",
      414,
      `GET /health/live?${"x".repeat(1_000_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    ],
    ["headers of 1 MB", 431, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(1_000_000)}\r\n\r\n`],
  ])("responds with a problem to %s", async (_, status, request) => {
    const api = await listen(config, logger);
    const socket = connect(Number(new URL(api.url).port), "127.0.0.1");
    socket.end(request);
    const answer = await text(socket);
    await api.close();
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    const problem = JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")));
    expect(problem).toMatchObject({ status, detail: expect.any(String) });
    expect(answer.length).toBeLessThan(1_000);
  });

  it("responds with a problem to invalid HTTP", async () => {
    const api = await listen(config, logger);
    const socket = connect(Number(new URL(api.url).port), "127.0.0.1");
    socket.end("hello\r\n\r\n");
    expect(await text(socket)).toContain("HTTP/1.1 400 Bad Request");
    await api.close();
  });

  it("fails with a message when the port is in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address ? address.port : 0;
    await expect(listen({ ...config, port }, logger)).rejects.toThrow(
      `ANALYTICS_API_PORT ${port} (listen EADDRINUSE`,
    );
    other.close();
  });
});
