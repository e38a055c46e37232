import type { Format } from "./format.ts";
import { outcomeLabels } from "./labels.ts";
import { notify } from "./notify.svelte.ts";
import { hasSucceeded } from "./outcome-tones.ts";
import { m } from "./paraglide/messages.js";
import { durationSeconds, type Run } from "./pipeline.ts";

/** Shows a toast with what a finished run did. */
export function reportRunEnd(run: Run, format: Format): Promise<void> {
  return notify(
    hasSucceeded(run.outcome) ? "success" : "error",
    m.operation_ended({
      number: run.run_number,
      outcome: outcomeLabels[run.outcome](),
      duration: format.duration(durationSeconds(run)),
      read: format.count(run.records_read),
      changed: format.count(run.versions_written),
      rejected: format.count(run.rejected),
    }),
  );
}
