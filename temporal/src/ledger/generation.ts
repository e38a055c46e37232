import type { TransactionSql } from "postgres";
import { generationSuperseded } from "../failures.ts";

/** Shared by writers, exclusive for a reset: no writer can start before a reset and commit after it. */
const GENERATION_LOCK = 7_233_001;

/** Blocks a reset until the transaction ends. */
export async function lockGeneration(sql: TransactionSql): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${GENERATION_LOCK})`;
}

/**
 * Takes the shared lock until the transaction ends, and checks the generation.
 * @throws ApplicationFailure GenerationSuperseded when a reset has incremented it.
 */
export async function assertGeneration(sql: TransactionSql, generation: number): Promise<void> {
  await lockGeneration(sql);
  const [state] = await sql<{ generation: number }[]>`select generation from ops.warehouse_state`;
  const actual = Number(state?.generation);
  if (actual !== generation) throw generationSuperseded(generation, actual);
}

/** Waits for all writers and blocks new ones until the transaction ends. */
export async function lockGenerationExclusively(sql: TransactionSql): Promise<void> {
  await sql`select pg_advisory_xact_lock(${GENERATION_LOCK})`;
}
