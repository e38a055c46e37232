import { z } from "@hono/zod-openapi";
import { inZone, type Period } from "../period.ts";
import type { Filters } from "./filters.ts";
import { zone } from "./wire.ts";

/** A half-open period, in the requested zone. */
export const period = z
  .object({
    inicio: z.iso.datetime({ offset: true }).nullable().openapi({
      description: "Inclusive; null: from the first job on.",
      example: "2026-11-01T00:00:00-03:00",
    }),
    fim: z.iso
      .datetime({ offset: true })
      .nullable()
      .openapi({ description: "Exclusive; null: no end.", example: "2026-11-24T00:00:00-03:00" }),
  })
  .openapi("Period");

export const showPeriod = ({ from, to }: Period, zone: string): z.infer<typeof period> => ({
  inicio: from ? inZone(from, zone) : null,
  fim: to ? inZone(to, zone) : null,
});

/** The `meta` of a response about the jobs that match filters. */
export const filterMeta = z.object({ fuso: zone, periodo: period });

export const showFilters = (filters: Filters): z.infer<typeof filterMeta> => ({
  fuso: filters.zone,
  periodo: showPeriod(filters, filters.zone),
});
