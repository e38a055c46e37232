import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";

export interface FloorSource {
  readonly sourceUrl: string;
  readonly sourceKey: string;
}

interface SourceRecord {
  readonly id: string;
  readonly id_workspace: string;
  readonly workspace_name: string;
  readonly total_contacts: number;
  readonly contact_type: string;
  readonly status: string;
  readonly created_at: string;
  readonly updated_at: string;
}

const PAGE_SIZE = 100;
/** The pipeline reads as many slices in parallel. */
const READERS = 4;

const CONTACT_TYPES: Record<string, string> = { PERSON: "PESSOA", COMPANY: "EMPRESA" };
const STATUSES: Record<string, string> = {
  PROCESSING: "EM_PROCESSAMENTO",
  COMPLETED: "CONCLUIDO",
  FAILED: "FALHOU",
  CANCELED: "CANCELADO",
};

/** The tables that a floor is loaded into, in both schemas: with the warehouse's indexes, or only with primary keys. */
export type FloorTables = "floor" | "lean_floor";

/** Copies of the warehouse's tables without triggers, and so without rollups. The lean ones have no constraints and indexes but the key. */
export async function createFloorTables(sql: WarehouseClient): Promise<void> {
  await sql`create table bronze.floor (like bronze.enrichment_versions including all)`;
  await sql`create table gold.floor (like gold.enrichments including all)`;
  await sql`create table bronze.lean_floor (like bronze.enrichment_versions, primary key (version_id))`;
  await sql`create table gold.lean_floor (like gold.enrichments, primary key (id_enriquecimento))`;
}

/**
 * The minimum to get the source's records into bronze and gold: reads pages in parallel and COPYs both rows of each record. It has no rules,
 * no history, no ledger, and cannot resume after a failure.
 */
export async function loadFloor(
  sql: WarehouseClient,
  source: FloorSource,
  records: number,
  tables: FloorTables,
): Promise<void> {
  const runId = randomUUID();
  const loadedAt = new Date().toISOString();
  const pages = Math.ceil(records / PAGE_SIZE);
  const bronze = await sql`copy bronze.${sql(tables)} from stdin`.writable();
  const gold = await sql`copy gold.${sql(tables)} from stdin`.writable();
  let page = 0;
  let versionId = 0;

  async function readPages(): Promise<void> {
    while (page < pages) {
      const rows = (await fetchPage(source, ++page)).map((record) => ({ record, version: ++versionId }));
      await write(bronze, rows.map((row) => bronzeLine(row.record, row.version, loadedAt)).join(""));
      await write(gold, rows.map((row) => goldLine(row.record, row.version, loadedAt, runId)).join(""));
    }
  }
  await Promise.all(Array.from({ length: READERS }, readPages));
  await Promise.all([bronze, gold].map((copy) => finished(copy.end())));
}

async function fetchPage({ sourceUrl, sourceKey }: FloorSource, page: number): Promise<SourceRecord[]> {
  const response = await fetch(`${sourceUrl}/v1/enrichments?page=${page}&limit=${PAGE_SIZE}`, {
    headers: { authorization: `Bearer ${sourceKey}` },
  });
  if (!response.ok) throw new Error(`Page ${page} returned ${response.status}.`);
  const { data } = (await response.json()) as { data: SourceRecord[] };
  return data;
}

async function write(copy: Writable, lines: string): Promise<void> {
  if (!copy.write(lines)) await once(copy, "drain");
}

function bronzeLine(record: SourceRecord, versionId: number, loadedAt: string): string {
  return copyLine([versionId, record.id, null, 0, 0, loadedAt, JSON.stringify(record)]);
}

function goldLine(record: SourceRecord, versionId: number, loadedAt: string, runId: string): string {
  const { total_contacts: contacts } = record;
  const status = STATUSES[record.status];
  const minutes = (Date.parse(record.updated_at) - Date.parse(record.created_at)) / 60_000;
  return copyLine([
    record.id,
    record.id_workspace,
    record.workspace_name.trim(),
    contacts,
    CONTACT_TYPES[record.contact_type],
    status,
    record.created_at,
    record.updated_at,
    minutes,
    contacts === 0 ? null : minutes / contacts,
    status === "CONCLUIDO",
    contacts < 100 ? "PEQUENO" : contacts <= 500 ? "MEDIO" : contacts <= 1000 ? "GRANDE" : "MUITO_GRANDE",
    status === "FALHOU" || status === "CANCELADO",
    loadedAt,
    versionId,
    runId,
  ]);
}

/** A row in COPY's text format. JSON text and names contain no control characters, so only backslashes are escaped. */
function copyLine(values: readonly unknown[]): string {
  return `${values.map((value) => (value == null ? "\\N" : String(value).replaceAll("\\", "\\\\"))).join("\t")}\n`;
}
