import { join } from "node:path";
import { buildIfChanged, DASHBOARD_BUILD, WORKFLOW_BUILD } from "@enrichment-monitor/stack/builds";
import { REPOSITORY } from "@enrichment-monitor/stack/repository";
import { createSupervisor } from "@enrichment-monitor/stack/supervisor";

/** Vitest globalSetup: builds what `start` would build, so that systems that are started at the same time do not. */
export default async function setup(): Promise<void> {
  const supervisor = createSupervisor();
  const folder = await supervisor.temporaryFolder("enrichment-monitor-builds-");
  for (const build of [WORKFLOW_BUILD, DASHBOARD_BUILD])
    await buildIfChanged(build, { supervisor, root: REPOSITORY, logFile: join(folder, `${build.name}.log`) });
  await supervisor.close();
}
