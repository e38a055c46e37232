import { expect, vi } from "vitest";
import type { PipelineEnvironment } from "./pipeline-environment.ts";

/** Waits until the open run has planned its slices. */
export async function waitForSlices({ sql }: PipelineEnvironment): Promise<void> {
  await vi.waitFor(
    async () => {
      const slices =
        await sql`select from ops.slices join ops.runs using (run_id) where runs.finished_at is null`;
      expect(slices.length).toBeGreaterThan(0);
    },
    { timeout: 60_000, interval: 100 },
  );
}
