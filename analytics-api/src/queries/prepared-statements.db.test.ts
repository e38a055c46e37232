import { gold } from "@enrichment-monitor/warehouse";
import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { expect, inject, it } from "vitest";
import { insertGoldFixture } from "../../testing/gold-fixture.ts";
import { createReadOnlyClient } from "../read-only-client.ts";
import type { Filters } from "../schemas/filters.ts";
import { enrichmentSorts } from "../schemas/selection.ts";
import { readBreakdown } from "./breakdown.ts";
import { listEnrichments } from "./list-enrichments.ts";
import { readComparedOverview } from "./overview.ts";
import { withSnapshot } from "./snapshot.ts";

const everyKind = <Value extends string>(values: readonly Value[]) => [
  undefined,
  values.slice(0, 1),
  values.slice(1),
];

/** With and without each filter by kind, and with one and several values. */
const kinds = everyKind(gold.processingStatuses).flatMap((statuses) =>
  everyKind(gold.contactTypes).flatMap((contactTypes) =>
    everyKind(gold.jobSizes).map((jobSizes) => ({ statuses, contactTypes, jobSizes })),
  ),
);

it("prepares no statement of its own for each combination of kinds", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  await insertGoldFixture(warehouse.sql, {
    now: new Date("2026-11-23T17:00:00Z"),
    enrichments: 300,
    workspaces: 4,
  });
  const sql = createReadOnlyClient(warehouse.url, { applicationName: "test", maxConnections: 1 });
  const countStatements = async () =>
    (await sql<[{ statements: number }]>`select count(*) as statements from pg_prepared_statements`)[0]
      .statements;
  const ask = (filters: Filters) =>
    withSnapshot(sql, async (snapshot) => {
      await readComparedOverview(snapshot, filters, null);
      await readBreakdown(snapshot, filters, "tipo_contato");
      for (const sort of enrichmentSorts)
        await listEnrichments(
          snapshot,
          { filters, search: undefined, sort, order: "desc" },
          { limit: 10, after: undefined, offset: 0 },
        );
    });
  const any = { zone: "America/Sao_Paulo", from: undefined, to: undefined, workspaceIds: undefined };
  try {
    const counts: number[] = [];
    for (const kind of kinds) {
      await ask({ ...any, ...kind });
      counts.push(await countStatements());
    }
    // Where few jobs are selected they are gathered, else found along an index; and sizes or classes may narrow a page.
    expect(Math.max(...counts)).toBeLessThan(2 * (counts[0] ?? 0));
  } finally {
    await sql.end({ timeout: 1 });
  }
});
