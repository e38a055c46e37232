import { quoteShell } from "./quote-shell.ts";

/** Shows a run's history with the Temporal CLI, which has the address and the namespace in its environment. */
export const temporalCommand = ({ workflow_id, run_id }: { workflow_id: string; run_id: string }): string =>
  `temporal workflow show --workflow-id ${quoteShell(workflow_id)} --run-id ${quoteShell(run_id)}`;
