import { defineConfig } from "vitest/config";

const kinds = ["db", "workflow", "e2e", "chaos"];

/** One project per kind of proof; the suffix of a test file says which real parts it needs. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["*/{src,schema}/**/*.test.ts"],
          exclude: ["**/node_modules/**", ...kinds.map((kind) => `**/*.${kind}.test.ts`)],
        },
      },
      {
        test: {
          name: "database",
          include: ["*/{src,schema,migrations}/**/*.db.test.ts"],
          globalSetup: ["stack/testing/postgres.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "workflow",
          include: ["e2e/pipeline/**/*.workflow.test.ts"],
          globalSetup: ["stack/testing/postgres.ts", "stack/testing/temporal.ts"],
          // They mostly wait: for a source, for Temporal, for a Retry-After.
          maxWorkers: 4,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["e2e/**/*.e2e.test.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "chaos",
          include: ["e2e/chaos/**/*.chaos.test.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
