import { setCurrentDetails } from "@temporalio/workflow";
import type { PurgeSummary } from "../retention/purge-ledger.ts";
import { warehouseActivities } from "./activities.ts";

/** Deletes data past the retention period. */
export async function purgeHistory(): Promise<PurgeSummary> {
  for (;;) {
    const purge = await warehouseActivities.purgeHistory();
    setCurrentDetails(
      `Deleted ${purge.versions} versions superseded, and ${purge.fetches} requests made, before ${purge.cutoff}.`,
    );
    if (purge.finished) return purge;
  }
}
