import { startNodeService } from "./node-service.ts";
import type { ReportDetail } from "./servers.ts";
import type { Service } from "./service.ts";
import type { StepService } from "./services.ts";
import type { Supervisor } from "./supervisor.ts";

/** Starts services at the same time, because none needs another to become healthy. Reports those that are not healthy yet. */
export async function startServices(
  services: readonly StepService[],
  supervisor: Supervisor,
  reportDetail: ReportDetail,
): Promise<Service[]> {
  const starting = new Set(services.map(({ title }) => title));
  const namesOf = (titles: Iterable<string>) => [...titles].join(", ");
  reportDetail(`starting ${namesOf(starting)}`);
  const started = await Promise.all(
    services.map(async ({ title, ...spec }) => {
      const service = await startNodeService(spec, supervisor);
      starting.delete(title);
      reportDetail(`starting ${namesOf(starting)}`);
      return service;
    }),
  );
  reportDetail(namesOf(services.map(({ title }) => title)));
  return started;
}
