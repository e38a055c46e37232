import { CancellationScope } from "@temporalio/workflow";
import type { EmptiedWarehouse } from "../activities/empty-warehouse.ts";
import { warehouseActivities } from "./activities.ts";

/** The schedule's note while the warehouse is emptied. */
const NOTE = "Paused while the warehouse is reset";

/**
 * Empties the warehouse on request: pauses the schedule, cancels active runs and waits for them, empties the tables, increments the
 * generation and resumes the schedule. A schedule that an operator had paused stays paused.
 *
 * @param generation the current one: a repeated request empties the warehouse once.
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
