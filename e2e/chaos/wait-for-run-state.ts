import { BRONZE_INGEST_WORKFLOW_ID } from "@enrichment-monitor/temporal";
import { expect, vi } from "vitest";
import type { ChaosEnvironment } from "./chaos-environment.ts";

const WAIT = { timeout: 60_000, interval: 20 };

/** Until the run has committed part of a slice and has more to read. */
export async function waitForPartialRead(chaos: ChaosEnvironment): Promise<void> {
  await vi.waitFor(async () => {
    const [slices] = await chaos.sql`
      select count(*) filter (where commits > 0 and slices.finished_at is null) > 0 as halfway
      from ops.slices join ops.runs using (run_id) where runs.finished_at is null`;
    expect(slices).toEqual({ halfway: true });
  }, WAIT);
}

/** Until a transformation waits for the lock on gold. */
export async function waitForBlockedTransform(chaos: ChaosEnvironment): Promise<void> {
  await vi.waitFor(async () => {
    const [waiting] = await chaos.sql`
      select count(*) > 0 as blocked from pg_locks where relation = 'gold.enrichments'::regclass and not granted`;
    expect(waiting).toEqual({ blocked: true });
  }, WAIT);
}

/** Until the run has sent requests and not planned its slices yet. */
export async function waitForPlanning(chaos: ChaosEnvironment): Promise<void> {
  await vi.waitFor(async () => {
    const [run] = await chaos.sql`
      select requests > 0 and not exists (select from ops.slices where slices.run_id = runs.run_id) as planning
      from ops.runs where finished_at is null`;
    expect(run).toEqual({ planning: true });
  }, WAIT);
}

/** Until the run's proof has begun and not ended. */
export async function waitForProof(chaos: ChaosEnvironment): Promise<void> {
  await vi.waitFor(async () => {
    const [proof] = await chaos.sql`
      select count(*) > 0 as counting from ops.proofs join ops.runs using (run_id)
      where runs.finished_at is null and verdict = 'counting'`;
    expect(proof).toEqual({ counting: true });
  }, WAIT);
}

/** Until the run waits for a Retry-After. */
export async function waitForRetryAfter(chaos: ChaosEnvironment): Promise<void> {
  await vi.waitFor(async () => {
    const [run] = await chaos.sql`
      select wait_until > now() as waiting, wait_reason from ops.runs where finished_at is null`;
    expect(run).toEqual({ waiting: true, wait_reason: expect.stringContaining("429") });
  }, WAIT);
}

/** Until Temporal has repeated an activity of the ingestion more than once. */
export async function waitForRetries(chaos: ChaosEnvironment): Promise<void> {
  await vi.waitFor(async () => {
    const { raw } = await chaos.client.workflow.getHandle(BRONZE_INGEST_WORKFLOW_ID).describe();
    const attempts = raw.pendingActivities?.map(({ attempt }) => attempt ?? 0) ?? [];
    expect(Math.max(0, ...attempts)).toBeGreaterThan(2);
  }, WAIT);
}
