import { expect, it } from "vitest";
import { showHeartbeats } from "./show-heartbeats.ts";

it("turns heartbeats into events, and changes nothing else", async () => {
  const event = 'event: data\nid: 1.2.end\ndata: {"a": ": heartbeat"}\n\n';
  const headers = { "Content-Type": "text/event-stream" };
  const shown = showHeartbeats(new Response(`${event}: heartbeat\n\n`, { headers }));
  expect(await shown.text()).toBe(`${event}event: heartbeat\ndata: {}\n\n`);
  expect(shown.headers.get("Content-Type")).toBe("text/event-stream");
});
