import { z } from "zod";

/** The envelope of the source's contract. Records are looked at, and judged, by gold's rules alone. */
export const sourcePage = z.object({
  meta: z.object({
    current_page: z.int().min(1),
    items_per_page: z.int().min(1),
    total_items: z.int().min(0),
    total_pages: z.int().min(0),
  }),
  data: z.array(z.unknown()),
});

export type SourcePage = z.infer<typeof sourcePage>;
