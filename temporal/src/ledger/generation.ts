import type { TransactionSql } from "postgres";
import { generationSuperseded } from "../failures.ts";

/** Shared by every writer, exclusive to a reset: no writer can begin before a reset and commit after it. */
const GENERATION_LOCK = 7_233_001;

/** Keeps a reset out until the transaction ends. */
export async function lockGeneration(sql: TransactionSql): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${GENERATION_LOCK})`;
}

/**
 * Joins the writers of `generation` until the transaction ends.
 * @throws ApplicationFailure GenerationSuperseded when a reset has raised it since.
 */
export async function assertGeneration(sql: TransactionSql, generation: number): Promise<void> {
  await lockGeneration(sql);
  const [state] = await sql<{ generation: number }[]>`select generation from ops.warehouse_state`;
  const actual = Number(state?.generation);
  if (actual !== generation) throw generationSuperseded(generation, actual);
}

/** Waits for every writer to finish and keeps new ones out until the transaction ends. */
export async function lockGenerationExclusively(sql: TransactionSql): Promise<void> {
  await sql`select pg_advisory_xact_lock(${GENERATION_LOCK})`;
}
