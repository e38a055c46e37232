import { describe, expect, test } from "vitest";
import { useChaos } from "./use-chaos.ts";
import { waitForEnd } from "./wait-for-end.ts";

const chaos = useChaos(1_000);

describe("source faults", () => {
  test("half of all requests answered 429, with every form of Retry-After", async () => {
    await chaos().admin.setFaults({
      preset: "storm",
      retry_after: { seconds: 3, date: 3, missing: 2, zero: 4, huge: 1, least: 0, extra: 1 },
    });
    await waitForEnd(await chaos().start());
  });

  test("5 % 500s, 2 % never answered, 2 % cut bodies, 2 % HTML", async () => {
    await chaos().admin.setFaults({
      server_error: 0.05,
      unanswered: 0.02,
      cut_connection: 0.01,
      cut_body: 0.01,
      html: 0.02,
    });
    await waitForEnd(await chaos().start());
  });

  test("records updated while they are read", async () => {
    await chaos().admin.setFaults({ touched_per_request: 5 });
    await waitForEnd(await chaos().start());
  });

  test("4,000 records updated in one second, with more changes while they are read", async () => {
    await chaos().admin.bulkUpdate(4_000);
    await chaos().admin.setFaults({ touched_per_request: 3 });
    await waitForEnd(await chaos().start());
  });

  test("deleted records are detected by conservation and removed in the same run", async () => {
    // If the source changes faster than it can be counted, the next run detects the deletions.
    await chaos().admin.setClock({ speed: 0 });
    // The second of the last changes must end: a run waits for that.
    await chaos().admin.advanceClock(60);
    const removed = await chaos().admin.remove(25);
    // Some may have been created since the last run.
    const known = await chaos()
      .sql`select from bronze.enrichment_heads where record_key = any(${removed}::uuid[])`;
    const run = await chaos().start();
    expect(await run.result()).toMatchObject({
      outcome: "succeeded_with_findings",
      deleted: known.count,
      findings: expect.arrayContaining([expect.objectContaining({ code: "deleted_records" })]),
    });
  });
});
