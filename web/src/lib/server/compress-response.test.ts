import { expect, it } from "vitest";
import { compressResponse } from "./compress-response.ts";

const PAGE = "<p>Repeated text.</p>".repeat(1_000);

const request = (accepted: string, type: string, headers: Record<string, string> = {}) =>
  compressResponse(
    new Request("http://localhost/", { headers: { "Accept-Encoding": accepted } }),
    () => new Response(PAGE, { headers: { "Content-Type": type, ...headers } }),
  );

it.each(["text/html", "application/json", "text/csv; charset=utf-8"])("compresses %s", async (type) => {
  const response = await request("gzip, br", type, { "Set-Cookie": "a=b" });
  expect(response.headers.get("Content-Encoding")).toBe("gzip");
  expect(response.headers.get("Vary")).toBe("Accept-Encoding");
  expect(response.headers.getSetCookie()).toEqual(["a=b"]);
  const text = response.body?.pipeThrough(new DecompressionStream("gzip"));
  expect(await new Response(text).text()).toBe(PAGE);
});

it.each([
  ["identity", "text/html"],
  ["gzip", "text/event-stream"],
  ["gzip", "image/png"],
])("with Accept-Encoding %s, does not compress %s", async (accepted, type) => {
  const response = await request(accepted, type);
  expect(response.headers.get("Content-Encoding")).toBeNull();
  expect(await response.text()).toBe(PAGE);
});
