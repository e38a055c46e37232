import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { secureHeaders } from "hono/secure-headers";
import { createRouter } from "../http/router.ts";

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Enrichment Monitor: analytics API</title>
  </head>
  <body>
    <div id="reference"></div>
    <script src="/docs/scalar.js"></script>
    <script src="/docs/show.js"></script>
  </body>
</html>
`;

/** A separate file, because the page's policy allows no inline scripts. */
const SHOW = `Scalar.createApiReference("#reference", {
  url: "/openapi.json",
  withDefaultFonts: false,
  telemetry: false,
  showDeveloperTools: "never",
  agent: { disabled: true },
  mcp: { disabled: true },
});
`;

const policy = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    // Scalar adds inline styles.
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

/** The standalone build: the package exports only the library, in the parent folder. */
const scalar = join(
  dirname(createRequire(import.meta.url).resolve("@scalar/api-reference")),
  "browser/standalone.js",
);

/** The API reference as a page, rendered from `/openapi.json` without other hosts. */
export const docsRoutes = () =>
  createRouter()
    .get("/docs", policy, (c) => c.html(PAGE))
    .get("/docs/show.js", (c) => c.body(SHOW, 200, { "Content-Type": SCRIPT, "Cache-Control": "no-cache" }))
    .get("/docs/scalar.js", (c) =>
      c.body(Readable.toWeb(createReadStream(scalar)) as ReadableStream, 200, {
        "Content-Type": SCRIPT,
        "Cache-Control": "public, max-age=86400",
      }),
    );
