import { resumeSchedule } from "@enrichment-monitor/warehouse/pipeline-switch";
import { ScheduleNotFoundError } from "@temporalio/client";
import { SCHEDULE_ID } from "../identifiers.ts";
import type { ActivityDependencies } from "./dependencies.ts";

/** @returns whether it was running before; false where there is no schedule. */
export function createPauseSchedule({ temporal }: ActivityDependencies) {
  return async (note: string): Promise<boolean> => {
    const schedule = temporal.schedule.getHandle(SCHEDULE_ID);
    try {
      const { state } = await schedule.describe();
      if (!state.paused) await schedule.pause(note);
      // The note distinguishes this pause, which a repeated attempt finds, from an operator's.
      return !state.paused || state.note === note;
    } catch (error) {
      if (error instanceof ScheduleNotFoundError) return false;
      throw error;
    }
  };
}

export function createResumeSchedule({ temporal }: ActivityDependencies) {
  return async (note: string): Promise<void> => {
    await resumeSchedule(temporal.schedule.getHandle(SCHEDULE_ID), note);
  };
}
