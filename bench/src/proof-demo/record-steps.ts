import type { WarehouseClient } from "@enrichment-monitor/warehouse";

/** A window of a proof as one statement wrote it. */
export interface StepWindow {
  readonly origin: string;
  /** Inclusive; null: from the beginning. */
  readonly from: Date | null;
  /** Exclusive; null: to the end. */
  readonly to: Date | null;
  readonly source: number;
  readonly warehouse: number;
  readonly verdict: string;
}

/** Windows written by one transaction. */
export type Step = readonly StepWindow[];

/** Records every state of a proof's windows from now on, because bisected windows are replaced in the ledger. */
export async function recordSteps(sql: WarehouseClient): Promise<void> {
  await sql.unsafe(`
    create schema demo;
    create table demo.steps (
      step_no bigint generated always as identity, written_by xid8 not null default pg_current_xact_id(),
      origin text, from_at timestamptz, to_at timestamptz, source bigint, warehouse bigint, verdict text);
    create function demo.record_step() returns trigger language plpgsql security definer as $$
    begin
      insert into demo.steps (origin, from_at, to_at, source, warehouse, verdict)
      values (new.origin, new.from_at, new.to_at, new.source_records, new.warehouse_records, new.verdict);
      return null;
    end $$;
    create trigger record_step after insert or update on ops.proof_windows for each row execute function demo.record_step();`);
}

/** Returns the recorded steps in order and deletes them. */
export async function takeSteps(sql: WarehouseClient): Promise<Step[]> {
  const steps = await sql<{ windows: (StepWindow & { from: string | null; to: string | null })[] }[]>`
    select json_agg(json_build_object('origin', origin, 'from', from_at, 'to', to_at, 'source', source,
                                      'warehouse', warehouse, 'verdict', verdict) order by step_no) as windows
    from demo.steps group by written_by order by min(step_no)`;
  await sql`truncate demo.steps`;
  return steps.map(({ windows }) =>
    windows.map((window) => ({ ...window, from: toDate(window.from), to: toDate(window.to) })),
  );
}

const toDate = (time: string | null): Date | null => (time === null ? null : new Date(time));
