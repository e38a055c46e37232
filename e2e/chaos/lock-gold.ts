import type { ChaosEnvironment } from "./chaos-environment.ts";

/** Locks gold until the result is disposed, so that a transformation waits inside its transaction. */
export async function lockGold(chaos: ChaosEnvironment): Promise<AsyncDisposable> {
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
