import { expect, it } from "vitest";
import { compressed } from "./compressed.ts";

const PAGE = "<p>The same again.</p>".repeat(1_000);

const ask = (accepted: string, type: string, headers: Record<string, string> = {}) =>
  compressed(
    new Request("http://localhost/", { headers: { "Accept-Encoding": accepted } }),
    () => new Response(PAGE, { headers: { "Content-Type": type, ...headers } }),
  );

it.each(["text/html", "application/json", "text/csv; charset=utf-8"])("compresses %s", async (type) => {
  const response = await ask("gzip, br", type, { "Set-Cookie": "a=b" });
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
])("leaves what is asked for as %s and is %s as it is", async (accepted, type) => {
  const response = await ask(accepted, type);
  expect(response.headers.get("Content-Encoding")).toBeNull();
  expect(await response.text()).toBe(PAGE);
});
