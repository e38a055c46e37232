import type { ChaosEnvironment } from "./chaos-environment.ts";

/** Holds gold's table, so that a transformation stands still in its transaction, until it is disposed of. */
export async function holdGold(chaos: ChaosEnvironment): Promise<AsyncDisposable> {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const transaction = chaos.sql.begin(async (sql) => {
    await sql`lock table gold.enrichments in share mode`;
    held.resolve();
    await released.promise;
  });
  await held.promise;
  return {
    async [Symbol.asyncDispose]() {
      released.resolve();
      await transaction;
    },
  };
}
