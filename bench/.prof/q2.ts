import { readFileSync } from "node:fs";
import { createWarehouseClient } from "@enrichment-monitor/warehouse";
const sql = createWarehouseClient(readFileSync("/tmp/prof/url", "utf8"), { applicationName: "q", maxConnections: 1 });
await sql.unsafe("set jit = off; set max_parallel_workers_per_gather = 0");
const from = "from bronze.enrichment_versions";
const qs: Record<string, string> = {
  scan: `select count(version_id) ${from}`,
  like: `select count(*) filter (where payload::text like '%\\\\u%') ${from}`,
  typeof: `select count(json_typeof(payload)) ${from}`,
  id: `select count(payload ->> 'id') ${from}`,
  key: `select count(bronze.record_key(payload)) ${from}`,
  hash: `select count(hashtextextended(payload::text, 0)) ${from}`,
  sub: `select count(k) from (select (select case when id is null then md5(payload::text)::uuid when pg_input_is_valid(id, 'uuid') and lower(id) = id::uuid::text then id::uuid else md5(id)::uuid end from (select case when json_typeof(payload) = 'object' then payload ->> 'id' end as id offset 0) x) as k ${from}) y`,
  lat: `select count(case when id is null then md5(payload::text)::uuid when pg_input_is_valid(id, 'uuid') and lower(id) = id::uuid::text then id::uuid else md5(id)::uuid end) ${from} cross join lateral (select case when json_typeof(payload) = 'object' then payload ->> 'id' end as id offset 0) x`,
  thrice: `select count(case when payload ->> 'id' is null then md5(payload::text)::uuid when pg_input_is_valid(payload ->> 'id', 'uuid') and lower(payload ->> 'id') = (payload ->> 'id')::uuid::text then (payload ->> 'id')::uuid else md5(payload ->> 'id')::uuid end) ${from}`,
  record: `select count(field.id) ${from} cross join lateral json_to_record(payload) as field(id text, id_workspace text, workspace_name json, total_contacts json, contact_type text, status text, created_at text, updated_at text)`,
  record1: `select count(field.id) ${from} cross join lateral json_to_record(payload) as field(id text)`,
};
for (const [name, q] of Object.entries(qs)) {
  let best = 1e9; let out;
  for (let i = 0; i < 3; i++) { const t = performance.now(); out = await sql.unsafe(q); best = Math.min(best, performance.now() - t); }
  console.log(name, best.toFixed(1), "ms", JSON.stringify(out?.[0]).slice(0, 100));
}
await sql.end();
