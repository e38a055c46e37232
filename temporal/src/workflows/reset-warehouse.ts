import { CancellationScope } from "@temporalio/workflow";
import type { EmptiedWarehouse } from "../activities/empty-warehouse.ts";
import { warehouseActivities } from "./activities.ts";

/** What stays in the schedule's note while the warehouse is emptied. */
const NOTE = "Paused while the warehouse is reset";

/**
 * Empties the warehouse on purpose: holds the schedule, cancels what runs and waits for it, empties the tables and raises
 * the generation, lets the schedule go on. A schedule that an operator had paused stays paused.
 *
 * @param generation the one to leave: a reset asked for twice empties once.
 */
export async function resetWarehouse(generation: number): Promise<EmptiedWarehouse> {
  const wasRunning = await warehouseActivities.pauseSchedule(NOTE);
  try {
    await warehouseActivities.stopPipelines();
    return await warehouseActivities.emptyWarehouse(generation);
  } finally {
    if (wasRunning)
      await CancellationScope.nonCancellable(() =>
        warehouseActivities.resumeSchedule("Resumed after a reset"),
      );
  }
}
