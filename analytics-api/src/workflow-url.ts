export interface TemporalUi {
  url: string;
  namespace: string;
}

/** The page of one workflow run in the Temporal Web UI; null when there is no UI to link to. */
export const workflowUrl = (ui: TemporalUi | undefined, workflowId: string, runId: string): string | null =>
  ui
    ? `${ui.url.replace(/\/$/, "")}/namespaces/${encodeURIComponent(ui.namespace)}/workflows/${encodeURIComponent(workflowId)}/${encodeURIComponent(runId)}`
    : null;
