import { z } from "@hono/zod-openapi";

export const workflowLink = z.string().nullable().openapi({
  description: "The workflow's page in the Temporal Web UI; null if no UI is configured.",
  example:
    "http://127.0.0.1:8233/namespaces/default/workflows/bronze-ingest/0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11",
});

export interface TemporalUi {
  url: string;
  namespace: string;
}

/** The page of a workflow run in the Temporal Web UI; null without a UI. */
export function workflowUrl(ui: TemporalUi | undefined, workflowId: string, runId: string): string | null {
  if (!ui) return null;
  const [namespace, workflow, run] = [ui.namespace, workflowId, runId].map(encodeURIComponent);
  return `${ui.url.replace(/\/$/, "")}/namespaces/${namespace}/workflows/${workflow}/${run}`;
}
