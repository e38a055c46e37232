import type { PipelineInput } from "@enrichment-monitor/temporal";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { emptyTables, listTables } from "../../../drizzle/testing/empty-tables.ts";
import { injectServers } from "../inject-servers.ts";
import { createWorkerEnvironment, type WorkerEnvironment } from "../worker-environment.ts";
import { startTinySource, TINY_API_KEY, type TinyService, type TinySource } from "./tiny-source.ts";

export interface ObservedFinding {
  code: string;
  severity: string;
  records: number;
  record_ids: string[];
  detail: string;
  remedy: string;
}

/** The result of a run in the ledger and the warehouse. */
export interface ObservedRun {
  outcome: string;
  kind: string;
  error: string | null;
  /** Records of bronze that are not deleted. */
  bronze: number;
  gold: number;
  deleted: number;
  versionsWritten: number;
  /** Open rejects by rule. */
  rejected: Record<string, number>;
  findings: ObservedFinding[];
  /** Requests that the source received. */
  requests: number;
}

export interface TinyEnvironment extends AsyncDisposable {
  source: TinySource;
  sql: WarehouseClient;
  /** Empties the warehouse for another source. */
  reset(): Promise<void>;
  /** Sets what the source serves and runs the pipeline once. A run that does not end is terminated. */
  run(service: TinyService, input?: Partial<PipelineInput>): Promise<ObservedRun>;
}

/** A run of a few pages takes half a second. One that takes longer than this counts as endless. */
const MAX_RUN_MS = 45_000;

const SETTINGS = { SOURCE_PATIENCE_MINUTES: 0.05 };

/** One worker and one warehouse for all sources of a test file. */
export async function createTinyEnvironment(): Promise<TinyEnvironment> {
  const source = await startTinySource();
  const environment = await createWorkerEnvironment(
    injectServers(),
    { baseUrl: source.url, apiKey: TINY_API_KEY },
    SETTINGS,
  );
  const { sql } = environment;
  return {
    source,
    sql,
    async reset() {
      environment.resetPace();
      await emptyWarehouse(sql);
    },
    async run(service, input) {
      source.serve(service);
      const ended = await runWithTimeout(environment, input);
      const observed = await observe(sql);
      return { ...observed, ...(!ended && { outcome: "endless" }), requests: source.requests.length };
    },
    async [Symbol.asyncDispose]() {
      await environment[Symbol.asyncDispose]();
      await source[Symbol.asyncDispose]();
    },
  };
}

/** @returns false if the run had to be terminated */
async function runWithTimeout(
  { start }: WorkerEnvironment,
  input?: Partial<PipelineInput>,
): Promise<boolean> {
  const handle = await start(input);
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), MAX_RUN_MS);
  });
  // The ledger has the reason of a failure.
  const ended = handle.result().then(
    () => true,
    () => true,
  );
  const inTime = await Promise.race([ended, tooLong]);
  clearTimeout(timer);
  if (!inTime) await handle.terminate("It did not end.");
  return inTime;
}

/** A new generation refuses late writes of a terminated run. */
async function emptyWarehouse(sql: WarehouseClient): Promise<void> {
  await sql`update ops.warehouse_state set generation = generation + 1`;
  const [state] = await sql<{ generation: number }[]>`select generation from ops.warehouse_state`;
  if (!state) throw new Error("The warehouse has no state.");
  await emptyTables(sql, await listTables(sql));
  await sql`insert into ops.warehouse_state (generation) values (${state.generation})`;
}

async function observe(sql: WarehouseClient): Promise<Omit<ObservedRun, "requests">> {
  const [run] = await sql<Omit<ObservedRun, "rejected" | "findings" | "requests">[]>`
    select outcome, kind, error, deleted, versions_written as "versionsWritten",
           (select count(*) from bronze.enrichments where deleted_at is null) as bronze,
           (select count(*) from gold.enrichments) as gold
    from ops.runs order by run_number desc limit 1`;
  if (!run) throw new Error("The run is not in the ledger.");
  const rejects = await sql<{ rule: string; records: number }[]>`
    select rule, count(*) as records from ops.rejected_records where resolved_at is null group by rule`;
  const findings = await sql<ObservedRun["findings"]>`
    select code, severity, records, record_ids, detail, remedy from ops.findings
    where run_id = (select run_id from ops.runs order by run_number desc limit 1) order by code`;
  return {
    ...run,
    rejected: Object.fromEntries(rejects.map(({ rule, records }) => [rule, records])),
    findings: [...findings],
  };
}
