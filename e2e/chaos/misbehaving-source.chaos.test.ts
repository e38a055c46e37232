import { describe, expect, test } from "vitest";
import { finish } from "./finish.ts";
import { useChaos } from "./use-chaos.ts";

const chaos = useChaos(1_000);

describe("a source that misbehaves", () => {
  test("a storm of 429s with every form of Retry-After", async () => {
    await chaos().admin.setFaults({
      preset: "storm",
      retry_after: { seconds: 3, date: 3, missing: 2, zero: 4, huge: 1, least: 0, extra: 1 },
    });
    await finish(await chaos().start());
  });

  test("5 % 500s, 2 % hangs, 2 % cut bodies and HTML", async () => {
    await chaos().admin.setFaults({
      server_error: 0.05,
      unanswered: 0.02,
      cut_connection: 0.01,
      cut_body: 0.01,
      html: 0.02,
    });
    await finish(await chaos().start());
  });

  test("records moving while they are read", async () => {
    await chaos().admin.setFaults({ touched_per_request: 5 });
    await finish(await chaos().start());
  });

  test("4,000 records updated in one second, with more changes while they are read", async () => {
    await chaos().admin.bulkUpdate(4_000);
    await chaos().admin.setFaults({ touched_per_request: 3 });
    await finish(await chaos().start());
  });

  test("deleted records are detected by conservation and removed in the same run", async () => {
    // A source that moves faster than it can be counted leaves deletions to the next run.
    await chaos().admin.setClock({ speed: 0 });
    const removed = await chaos().admin.remove(25);
    // Some may have appeared since the last run.
    const known = await chaos()
      .sql`select from bronze.enrichment_heads where record_key = any(${removed}::uuid[])`;
    const run = await chaos().start();
    expect(await run.result()).toMatchObject({
      outcome: "succeeded_with_findings",
      deleted: known.count,
      findings: [{ code: "deleted_records" }],
    });
  });
});
