import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { eventsOf } from "../../testing/event-stream.ts";
import { createFixtureApi, type FixtureApi, MAX_EVENT_STREAMS } from "../../testing/fixture-api.ts";
import type { StreamEvent } from "../schemas/event.ts";

let api: FixtureApi;

beforeEach(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 100, workspaces: 4 });
});

afterEach(() => api[Symbol.asyncDispose]());

const open = async (lastEventId?: string) =>
  eventsOf(
    await api.app.request("/events", lastEventId ? { headers: { "Last-Event-ID": lastEventId } } : {}),
  );

const next = async (events: AsyncGenerator<StreamEvent, void>): Promise<StreamEvent> => {
  const { value } = await events.next();
  if (!value) throw new Error("The stream has ended.");
  return value;
};

const beginRun = (number: number) => api.sql`
  insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id)
  values (md5('run' || ${number}::int)::uuid, 1, 'modular', 'incremental', 'cli', 'w')`;

const endRun = (number: number) => api.sql`
  update ops.runs set finished_at = now(), outcome = 'succeeded', records_read = 40 where run_number = ${number}`;

describe("GET /events", () => {
  it("sends the current state, then events as they happen", async () => {
    const events = await open();
    expect(await next(events)).toMatchObject({
      event: "data",
      id: "7.48.end",
      data: { data_version: 7, as_of: { run_number: 48 } },
    });

    await beginRun(49);
    expect(await next(events)).toMatchObject({
      event: "run.started",
      data: { run_number: 49, outcome: "running" },
    });

    await api.sql`
      insert into ops.slices (run_id, slice_no, walk, commits, records_read, expected_records)
      values (md5('run49')::uuid, 1, 'keyset', 2, 40, 100)`;
    expect(await next(events)).toMatchObject({
      event: "run.progressed",
      id: "7.49.2",
      data: { run_number: 49, phase: "reading", done: 40, total: 100, commits: 2 },
    });

    await api.sql`update ops.warehouse_state set data_version = 8`;
    expect(await next(events)).toMatchObject({ event: "data", data: { data_version: 8 } });

    await endRun(49);
    expect(await next(events)).toMatchObject({
      event: "run.finished",
      id: "8.49.end",
      data: { run_number: 49, outcome: "succeeded", records_read: 40 },
    });
    await events.return();
  });

  it("sends the progress of the transformation after reading", async () => {
    await beginRun(49);
    await api.sql`
      insert into ops.slices (run_id, slice_no, walk, commits, records_read, expected_records, finished_at)
      values (md5('run49')::uuid, 1, 'keyset', 2, 40, 40, now())`;
    await api.sql`
      insert into ops.batches (run_id, first_version_id, last_version_id, versions, transformed_at)
      values (md5('run49')::uuid, 1, 30, 30, now()), (md5('run49')::uuid, 31, 40, 10, null)`;
    const events = await open("7.49.2");
    expect(await next(events)).toMatchObject({
      event: "run.progressed",
      data: { phase: "transforming", done: 30, total: 40, commits: 3 },
    });
    await events.return();
  });

  it("sends missed events to a reconnecting client", async () => {
    await api.sql`update ops.warehouse_state set data_version = 12`;
    const events = await open("7.46.0");
    const told = [await next(events), await next(events), await next(events), await next(events)];
    expect(told.map(({ event, id }) => `${event} ${id}`)).toEqual([
      "data 12.46.0",
      "run.finished 12.46.end",
      "run.started 12.47.0",
      "run.finished 12.47.end",
    ]);
    await events.return();
  });

  it("buffers only the newest state for a slow client", async () => {
    const events = await open();
    await next(events);
    const watcher = await open();
    await next(watcher);
    for (let version = 8; version <= 40; version++) {
      await api.sql`update ops.warehouse_state set data_version = ${version}`;
      // The reading client has received the event, so the other could have, too.
      if (version % 8 === 0)
        await vi.waitFor(async () => expect((await next(watcher)).id).toBe(`${version}.48.end`));
    }
    const late: string[] = [];
    do late.push((await next(events)).id);
    while (late.at(-1) !== "40.48.end");
    expect(late.length).toBeLessThan(5);
    await Promise.all([events.return(), watcher.return()]);
  });

  it("limits the number of clients, and frees the slot of a disconnected one", async () => {
    const streams = await Promise.all(Array.from({ length: MAX_EVENT_STREAMS }, () => open()));
    await Promise.all(streams.map(next));
    const refused = await api.app.request("/events");
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("MAX_EVENT_STREAMS") });
    await streams.pop()?.return();
    const again = await vi.waitFor(() => open());
    expect(await next(again)).toMatchObject({ event: "data" });
    await Promise.all([...streams, again].map((stream) => stream.return()));
  });

  it("takes no slot for a HEAD request, and refuses unknown parameters", async () => {
    for (let asked = 0; asked <= MAX_EVENT_STREAMS; asked++)
      expect((await api.app.request("/events", { method: "HEAD" })).status).toBe(200);
    expect((await api.app.request("/events?x=1")).status).toBe(422);
  });
});
