import { expect, it } from "vitest";
import { createDocsRoutes } from "./docs.ts";

it("has a page that loads everything from its own server", async () => {
  const app = createDocsRoutes();
  const page = await (await app.request("/docs")).text();
  expect(page).toContain('<script src="/docs/scalar.js">');
  expect(page).not.toMatch(/https?:\/\//);
});

it("serves the script that draws it", async () => {
  const response = await createDocsRoutes().request("/docs/scalar.js");
  expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(await response.text()).toContain("createApiReference");
});
