import { paraglideVitePlugin } from "@inlang/paraglide-js";
import adapter from "@sveltejs/adapter-node";
import { sveltekit } from "@sveltejs/kit/vite";
import { defineConfig } from "vite";

export default defineConfig({
  // The first load of the overview has a limit: Vite's own minifier makes 3 KB more.
  build: { minify: "terser", terserOptions: { ecma: 2020, module: true, compress: { passes: 3 } } },
  plugins: [
    paraglideVitePlugin({
      project: "./project.inlang",
      outdir: "./src/lib/paraglide",
      // As in the script `typecheck`.
      strategy: ["cookie", "custom-acceptLanguage", "baseLocale"],
    }),
    sveltekit({
      adapter: adapter(),
      // src/lib/server/cross-origin.ts checks origins: the origin of a request is not known at the build.
      csrf: { trustedOrigins: ["*"] },
      csp: {
        directives: {
          "default-src": ["self"],
          "style-src": ["self"],
          // bits-ui positions its popovers, and Svelte sets the lengths of bars, by style attributes. Style elements stay forbidden.
          "style-src-attr": ["unsafe-inline"],
          "img-src": ["self", "data:"],
          "object-src": ["none"],
          "base-uri": ["self"],
          "form-action": ["self"],
          "frame-ancestors": ["none"],
        },
      },
    }),
  ],
});
