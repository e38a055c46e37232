import { SHORT_HEARTBEAT_TIMEOUT_MS } from "@enrichment-monitor/temporal/testing";
import { expect, inject, test } from "vitest";
import { injectServers } from "../inject-servers.ts";
import { createWorkerEnvironment } from "../worker-environment.ts";
import { latency } from "./tiny-answers.ts";
import { job, jobs } from "./tiny-record.ts";
import { type Middleware, startTinySource, TINY_API_KEY } from "./tiny-source.ts";

const READ = 250;
const ARRIVING = 1_200;
const SLOW_ANSWER_MS = 750;

test("slow answers and 1,200 new jobs while the run closes: it takes longer than the heartbeat time-out and succeeds", async () => {
  await using source = await startTinySource();
  const records = jobs(READ);
  let hasReadAll = false;
  const slowAnswer = latency(SLOW_ANSWER_MS);
  const middleware: Middleware = async (request, list) => {
    if (hasReadAll) {
      if (records.length === READ)
        records.push(...Array.from({ length: ARRIVING }, (_, index) => job(READ + index)));
      return slowAnswer(request, list);
    }
    const answer = await list(request);
    hasReadAll =
      request.limit > 1 && request.updatedSince !== null && lists(answer.body, records.at(-1)?.json);
    return answer;
  };
  source.serve({ records, middleware: [middleware] });
  await using environment = await createWorkerEnvironment(
    { ...injectServers(), workflowBundle: inject("workflowBundleWithShortHeartbeats") },
    { baseUrl: source.url, apiKey: TINY_API_KEY },
  );
  const result = await environment.run();
  expect(result).toMatchObject({ outcome: "succeeded", rejected: 0 });
  const [closed] = await environment.sql`
    select (select count(*) from gold.enrichments) >= ${READ} as complete, max(attempt) as attempts
    from bronze.fetches`;
  expect(closed).toEqual({ complete: true, attempts: 1 });
  const slow = source.requests.filter(({ at, answeredAt }) => answeredAt - at >= SLOW_ANSWER_MS);
  expect(slow.length * SLOW_ANSWER_MS).toBeGreaterThan(SHORT_HEARTBEAT_TIMEOUT_MS);
});

const lists = (body: string | Buffer | null, json: string | Buffer | undefined): boolean =>
  body !== null && json !== undefined && body.includes(String(json));
