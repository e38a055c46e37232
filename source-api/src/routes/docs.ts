import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";

const TITLE = "Source API";

/** Scalar's own services, and its fonts, lie on other hosts: the page works without them. */
const REFERENCE = {
  url: "/openapi.json",
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  telemetry: false,
  withDefaultFonts: false,
};

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${TITLE}</title>
  </head>
  <body>
    <div id="reference"></div>
    <script src="/docs/scalar.js"></script>
    <script src="/docs/show.js"></script>
  </body>
</html>
`;

/** In a file of its own, since the page's policy allows no inline scripts. */
const SHOW = `Scalar.createApiReference("#reference", ${JSON.stringify(REFERENCE)});\n`;

const policy = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    // Scalar writes its styles into the page.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", "data:"],
    fontSrc: ["'self'", "data:"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
});

const SCRIPT = "text/javascript; charset=utf-8";

/** Scalar's whole page in one script; the package exports only its library, which lies beside it. */
function scalarScript(): string {
  const library = createRequire(import.meta.url).resolve("@scalar/api-reference");
  return join(dirname(library), "browser", "standalone.js");
}

/** The reference, drawn in the browser from `/openapi.json`; needs nothing from the internet. */
export function createDocsRoutes() {
  return new Hono()
    .get("/docs", policy, (c) => c.html(PAGE))
    .get("/docs/show.js", (c) => c.body(SHOW, 200, { "content-type": SCRIPT, "cache-control": "no-cache" }))
    .get("/docs/scalar.js", async (c) =>
      c.body(await readFile(scalarScript()), 200, {
        "content-type": SCRIPT,
        "cache-control": "public, max-age=86400",
      }),
    );
}
