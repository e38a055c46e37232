import { type Attention, findAttention } from "@enrichment-monitor/analytics-api/attention";
import { insertManyJobs, type ManyJobs } from "@enrichment-monitor/analytics-api/testing";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import type { TransactionSql } from "postgres";

export type World = Awaited<ReturnType<typeof createWorld>>;
export type Plant = (sql: TransactionSql<{ bigint: number }>) => PromiseLike<unknown>;

const RECENT_HOURS = 24;

export const hoursBefore = (instant: Date, hours: number): Date =>
  new Date(instant.getTime() - hours * 3_600_000);

/** A warehouse of generated jobs in which nothing is unusual. */
export async function createWorld(postgresUrl: string, fixture: ManyJobs) {
  const warehouse = await createWarehouseDatabase(postgresUrl);
  await insertManyJobs(warehouse.sql, fixture);
  return {
    /** The entries at `at` of this world after `plant`, which is undone. */
    findAfter: (plant: Plant, at: Date = fixture.now) => findAfter(warehouse.sql, plant, at),
    [Symbol.asyncDispose]: () => warehouse[Symbol.asyncDispose](),
  };
}

async function findAfter(sql: WarehouseClient, plant: Plant, at: Date): Promise<Attention> {
  let found: Attention | undefined;
  const undo = new Error("Undo what was planted.");
  await sql
    .begin(async (transaction) => {
      await plant(transaction);
      found = await findAttention(transaction, {
        from: hoursBefore(at, RECENT_HOURS),
        to: at,
        hours: RECENT_HOURS,
      });
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  if (!found) throw new Error("The transaction ended before the entries were found.");
  return found;
}
