import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { expect, inject, it } from "vitest";
import { insertGoldFixture } from "../../testing/gold-fixture.ts";
import { findHours } from "./hours-of-jobs.ts";

it.each(["asc", "desc"] as const)(
  "finds jobs in the middle of a month, where its ends are another's (%s)",
  async (order) => {
    await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
    const { sql } = warehouse;
    await insertGoldFixture(sql, {
      now: new Date("2026-11-16T17:00:00Z"),
      enrichments: 60,
      workspaces: 1,
      days: 2,
    });
    const hours = await sql<{ hour: Date }[]>`
      select date_bin('1 hour', data_criacao, 'epoch') as hour from gold.enrichments
      group by 1 order by 1 ${order === "asc" ? sql`asc` : sql`desc`}`;
    const [{ workspace }] = await sql<[{ workspace: string }]>`
      with crowd as (select enrichments as job from gold.enrichments limit 1),
      lone as (
        insert into gold.enrichments
        select (jsonb_populate_record(job, jsonb_build_object(
          'id_enriquecimento', gen_random_uuid(), 'id_workspace', gen_random_uuid(),
          'data_criacao', day, 'data_atualizacao', day))).*
        from crowd cross join unnest('{2026-11-01T12:00Z,2026-11-29T12:00Z}'::timestamptz[]) as day
      )
      select (job).id_workspace as workspace from crowd`;
    const filters = {
      zone: "America/Sao_Paulo",
      from: undefined,
      to: undefined,
      workspaceIds: [workspace],
      statuses: undefined,
      contactTypes: undefined,
      jobSizes: undefined,
    };
    const found = await findHours(sql, filters, order, { skip: 0, take: 2 });
    expect(found.total).toBe(60);
    expect(found.hours[0]?.from).toEqual(hours[0]?.hour);
  },
);
