import { expect, it } from "vitest";
import { refuseCrossOrigin } from "./cross-origin.ts";

const post = (headers: Record<string, string>, method = "POST") =>
  new Request("https://dashboard.test:8501/sair", {
    method,
    headers: { Host: "dashboard.test:8501", "Content-Type": "application/x-www-form-urlencoded", ...headers },
  });

it.each([
  [{ Origin: "http://dashboard.test:8501" }],
  [{ Origin: "https://dashboard.test:8501" }],
  [{ "Sec-Fetch-Site": "same-origin" }],
  // Behind a proxy that replaces the host, in a browser without Sec-Fetch-Site.
  [{ Origin: "https://public.test", Host: "upstream:8501" }],
])("accepts a form of the dashboard: %j", async (headers) => {
  expect(await refuseCrossOrigin(post(headers), "https://public.test")).toBeUndefined();
});

it.each([
  [{}],
  [{ Origin: "null" }],
  [{ Origin: "https://evil.test" }],
  // Another port of the same machine is another origin.
  [{ Origin: "http://dashboard.test:3000", "Sec-Fetch-Site": "same-site" }],
  [{ Origin: "https://dashboard.test.evil.test:8501", "Sec-Fetch-Site": "cross-site" }],
  [{ Origin: "https://evil.test", "Content-Type": "text/plain" }],
  [{ Origin: "https://evil.test", "Content-Type": "multipart/form-data" }],
  [{ Origin: "https://evil.test", "Content-Type": "application/x-sveltekit-formdata" }],
  [{ Origin: "https://evil.test", "Content-Type": "application/json" }],
])("refuses what another page sends: %j", async (headers) => {
  const refused = await refuseCrossOrigin(post(headers), undefined);
  expect(refused?.status).toBe(403);
  expect(await refused?.json()).toMatchObject({ detail: expect.stringContaining("set ORIGIN") });
});

it("does not concern requests that change nothing", async () => {
  for (const method of ["GET", "HEAD"])
    expect(await refuseCrossOrigin(post({ Origin: "https://evil.test" }, method), undefined)).toBeUndefined();
});
