import { type AlertEntry, type AlertingCode, isJobs } from "./alert-rules.ts";
import type { JobsEntry } from "./attention-entry.ts";

/** Reasons that a section of the page of the data's quality explains; the others are on the pipeline's page. */
const qualitySections: Partial<Record<AlertingCode, string>> = {
  too_many_rejects: "rejeitados",
  rejected_records: "rejeitados",
  duplicate_records: "duplicados",
  count_differs: "prova",
  changed_records: "prova",
  being_checked: "prova",
  not_counted: "prova",
};

/** The page of the dashboard that shows the jobs meant, or what is known of the reason. */
export function dashboardLink(entry: AlertEntry, dashboardUrl: string): string {
  const base = dashboardUrl.replace(/\/$/, "");
  if (isJobs(entry)) return base + jobsPath(entry);
  const section = qualitySections[entry.code];
  return base + (section ? `/qualidade#${section}` : "/pipeline");
}

function jobsPath({ n, id_workspace, filtros }: JobsEntry): string {
  if (n === 0) return id_workspace ? `/workspaces/${id_workspace}` : "/pipeline";
  const params = new URLSearchParams({ periodo: "personalizado" });
  for (const [name, value] of Object.entries(filtros))
    for (const one of [value].flat()) if (one !== undefined) params.append(name, one);
  return `/enriquecimentos?${params}`;
}
