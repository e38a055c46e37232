import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import fc from "fast-check";
import { expect, inject, it } from "vitest";
import { parseDurationHistogram, percentileOfDurations } from "./duration-histogram.ts";

it("is taken apart to the percentiles that gold.percentil_duracao tells", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  const minutes = fc.oneof(fc.double({ min: 0, max: 50_000, noNaN: true }), fc.constantFrom(0, 1 / 60, 0.5));
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  await fc.assert(
    fc.asyncProperty(fc.array(minutes, { maxLength: 60 }), fraction, async (durations, share) => {
      const [row] = await warehouse.sql<[{ histogram: Buffer; percentile: number | null }]>`
        select numeric_send(histogram) as histogram, gold.percentil_duracao(histogram, ${share}) as percentile
        from (
          select coalesce(sum(gold.histograma_duracao(minutes)), 0) as histogram
          from unnest(${durations}::float8[]) as minutes
        ) as counted`;
      const told = percentileOfDurations(parseDurationHistogram(row.histogram), durations.length, share);
      expect(told).toEqual(row.percentile && expect.closeTo(row.percentile, 9));
    }),
    { numRuns: 100 },
  );
});
