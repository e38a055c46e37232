import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
const child = spawn(process.execPath, ["source-api/src/server.ts"], { env: { ...process.env, SOURCE_WORLD_START: "2026-06-01T00:00:00-03:00", SOURCE_CLOCK_NOW: "2026-06-08T12:00:00-03:00", SOURCE_CLOCK_SPEED: "0", SOURCE_ARRIVALS_PER_5_MINUTES: "0", SOURCE_FAULTS: "calm", SOURCE_API_PORT: "23991", SOURCE_API_KEY: "abcdefgh12345678", SOURCE_API_ADMIN_KEY: "abcdefgh123456789", SOURCE_RECORDS: process.argv[2] ?? "100000" }, stdio: "inherit" });
for (;;) { try { await fetch("http://127.0.0.1:23991/health"); break; } catch { await new Promise(r => setTimeout(r, 100)); } }
const n = Number(process.argv[2] ?? "100000") / 100;
const out: string[] = [];
for (let p = 1; p <= n; p++) { const r = await fetch(`http://127.0.0.1:23991/v1/enrichments?page=${p}&limit=100&updated_since=2000-01-01T00:00:00Z`, { headers: { authorization: "Bearer abcdefgh12345678" } }); out.push(await r.text()); }
writeFileSync("/tmp/prof/pages.json", JSON.stringify(out));
console.log(out.length, out[0]?.slice(0, 300));
child.kill();
