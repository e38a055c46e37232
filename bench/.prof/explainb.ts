import { readFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { createWarehouseClient, migrateWarehouse } from "@enrichment-monitor/warehouse";
import { writeVersions } from "../../temporal/src/bronze/write-versions.ts";
import { transformBatches, } from "../../temporal/src/gold/transform-batches.ts";
import postgres from "postgres";
const base = readFileSync("/tmp/prof/url", "utf8");
const lanes = Number(process.argv[2] ?? 1);
const perCommit = Number(process.argv[3] ?? 20);
const adminSql = postgres(base.replace(/\/[^/]*$/, "/postgres"), { onnotice: () => {} });
await adminSql`drop database if exists prof with (force)`; await adminSql`create database prof`; await adminSql.end();
await migrateWarehouse(base);
const sql = createWarehouseClient(base, { applicationName: "prof", maxConnections: 1 });
const runId = randomUUID();
await sql`insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id) values (${runId}, 1, 'modular', 'incremental', 'cli', 'w')`;
const bodies: string[] = JSON.parse(readFileSync("/tmp/prof/pages.json", "utf8"));
const pages = bodies.map((body) => ({ request: "/v1/enrichments?page=1", requestedAt: new Date(), answeredAt: new Date(), durationMs: 3, status: 200, retryAfter: null, page: JSON.parse(body), body }));
await sql.unsafe("load 'auto_explain'; set auto_explain.log_min_duration=10; set auto_explain.log_analyze=on; set auto_explain.log_nested_statements=on; set auto_explain.log_triggers=on; set auto_explain.log_parameter_max_length=0");
const t0 = performance.now();
const share = Math.ceil(pages.length / lanes);
await Promise.all(Array.from({ length: lanes }, async (_, lane) => {
  const mine = pages.slice(lane * share, (lane + 1) * share);
  for (let i = 0; i < mine.length; i += perCommit) {
    const part = mine.slice(i, i + perCommit);
    await sql.begin((tx) => writeVersions(tx as never, runId, { workflowId: "w", workflowRunId: "r", activityType: "readSlice", attempt: 1 }, part as never, { sight: false }));
  }
}));
const t1 = performance.now();
console.log("bronze s", ((t1 - t0) / 1000).toFixed(2));
if (process.argv[4] !== "nogold") {
if (process.env.NOTRIG) await sql.unsafe("alter table gold.enrichments disable trigger user");
const run = { runId, runNumber: 1, generation: 1, kind: "incremental" as const };
let n = 0;
await Promise.all(Array.from({ length: lanes }, async () => {
  for (;;) {
    const done = await sql.begin((tx) => transformBatches(tx as never, run));
    if (done.batches === 0) break;
    n += done.versions;
  }
}));
console.log("gold s", ((performance.now() - t1) / 1000).toFixed(2), n);
}
await sql.end();
