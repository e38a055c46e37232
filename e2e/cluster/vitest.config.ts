import { REPOSITORY } from "@enrichment-monitor/stack/repository";
import { defineConfig } from "vitest/config";

/** On demand: `pnpm test:cluster`. It needs Go, and some eight minutes of one processor the first time, to build Temporal's server. */
export default defineConfig({
  test: {
    root: REPOSITORY,
    name: "cluster",
    include: ["e2e/cluster/**/*.cluster.test.ts"],
    globalSetup: ["e2e/testing/workflow-bundles.ts"],
    hookTimeout: 300_000,
  },
});
