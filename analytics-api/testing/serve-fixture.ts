import { createWarehouseClient, migrateWarehouse } from "@enrichment-monitor/warehouse";
import { pino } from "pino";
import { loadConfig } from "../src/config.ts";
import { listen } from "../src/listen.ts";
import { insertGoldFixture } from "./gold-fixture.ts";

/** Serves the API over sample data. DATABASE_URL must be an empty database, or one filled by this script. */
const config = loadConfig(process.env);
const logger = pino({ name: "serve-fixture", level: config.logLevel });

await migrateWarehouse(config.databaseUrl);
const sql = createWarehouseClient(config.databaseUrl, { applicationName: "serve-fixture" });
const [filled] = await sql`select from ops.runs limit 1`;
if (!filled) await insertGoldFixture(sql, { now: new Date(Date.now() - 60_000) });
await sql.end();

const api = await listen(config, logger);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void api.close());
