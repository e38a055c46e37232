import type { Selection } from "../schemas/selection.ts";
import { listByCreation } from "./list-by-creation.ts";
import { listInOtherOrder } from "./list-in-other-order.ts";
import type { EnrichmentPage, Page } from "./page-of-enrichments.ts";
import { lookUp } from "./search.ts";
import type { Snapshot } from "./snapshot.ts";

/** Up to `limit` of the selected jobs. */
export async function listEnrichments(
  sql: Snapshot,
  selection: Selection,
  page: Page,
): Promise<EnrichmentPage> {
  const found = await lookUp(sql, selection);
  return found.sort === "data_criacao" && found.jobId === undefined
    ? listByCreation(sql, found, page)
    : listInOtherOrder(sql, found, page);
}
