import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const kinds = ["db", "workflow", "e2e", "chaos"];

/** These are busy half of the time: for the rest, they wait for PostgreSQL or for a process to start. */
const quick = { maxWorkers: Math.max(3, availableParallelism()), sequence: { groupOrder: 0 } };

/** These mostly wait: for a source, for Temporal, for a Retry-After, for what was killed. */
const slow = { maxWorkers: Math.max(5, availableParallelism()), sequence: { groupOrder: 1 } };

/** One project per kind of proof; the suffix of a test file says which real parts it needs. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          ...quick,
          include: ["*/{src,schema}/**/*.test.ts"],
          exclude: ["**/node_modules/**", ...kinds.map((kind) => `**/*.${kind}.test.ts`)],
          // No property is false for being slow to try.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "database",
          ...quick,
          include: ["*/{src,schema,migrations}/**/*.db.test.ts"],
          globalSetup: ["stack/testing/postgres.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "workflow",
          ...slow,
          include: ["e2e/pipeline/**/*.workflow.test.ts"],
          globalSetup: [
            "stack/testing/postgres.ts",
            "stack/testing/temporal.ts",
            "e2e/testing/workflow-bundles.ts",
          ],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "e2e",
          ...slow,
          include: ["e2e/**/*.e2e.test.ts"],
          globalSetup: ["e2e/testing/builds.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Several systems and browsers share the processors. A part that is down is noticed within 40 s, by the event stream.
          expect: { poll: { timeout: 60_000, interval: 100 } },
        },
      },
      {
        test: {
          name: "chaos",
          ...slow,
          // By themselves: beside the browsers and systems of the others, a source changes faster than it can be counted.
          sequence: { groupOrder: 2 },
          include: ["e2e/chaos/**/*.chaos.test.ts"],
          globalSetup: ["e2e/testing/workflow-bundles.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
