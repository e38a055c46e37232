import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { AlertEvent, AlertReceiver } from "@enrichment-monitor/warehouse/alert-vocabulary";
import type { JSONValue, TransactionSql } from "postgres";
import { beginsAlerts, limitsOf } from "./alert-rules.ts";
import type { AttentionEntry } from "./attention-entry.ts";
import { advance, type Limits, type Sight, type Step, type Watched } from "./hysteresis.ts";
import type { ListedEntry, Observation } from "./read-attention.ts";

interface WatchedRow extends Watched {
  alertId: string;
  key: string;
  entry: AttentionEntry;
}

/** How many alerts an evaluation began and ended. */
export interface Evaluation {
  begun: number;
  ended: number;
}

/**
 * Commits what an evaluation found: which entries are watched, which alerts begin or end, and the messages of these. Nothing is sent
 * here, so a message is stored before anybody can receive it.
 *
 * @param receivers who is told of alerts that begin; an end is told to those who were told of its begin
 */
export const recordEvaluation = (
  sql: WarehouseClient,
  observation: Observation,
  limits: Limits,
  receivers: readonly AlertReceiver[],
  now: Date,
): Promise<Evaluation> =>
  sql.begin(async (transaction) => {
    // Of two evaluations at once, the second waits, and continues from what the first has found.
    await transaction`lock table ops.alerts in share row exclusive mode`;
    const rows = await transaction<WatchedRow[]>`
      select alert_id as "alertId", key, entry, seen, missed, begun_at is not null as begun
      from ops.alerts where ended_at is null order by key`;
    const listed = entriesByKey(observation.entries);
    const watched = new Map(rows.map((row) => [row.key, row]));
    const evaluation: Evaluation = { begun: 0, ended: 0 };
    for (const key of new Set([...watched.keys(), ...listed.keys()])) {
      const row = watched.get(key);
      const found = listed.get(key);
      const entry = found?.entry ?? row?.entry;
      if (!entry) continue;
      const step = advance(row ?? null, sightOf(found, observation), limitsOf(entry, limits));
      const event = await store(transaction, { key, row, found, step, now });
      if (event) await addMessages(transaction, event, receivers, now);
      if (event?.event === "begin") evaluation.begun += 1;
      if (event?.event === "end") evaluation.ended += 1;
    }
    return evaluation;
  });

const entriesByKey = (entries: readonly ListedEntry[]): Map<string, ListedEntry> =>
  new Map(entries.filter(({ entry }) => beginsAlerts(entry)).map((listed) => [listed.entry.chave, listed]));

function sightOf(found: ListedEntry | undefined, { isReadable }: Observation): Sight {
  if (found) return found.isSetAside ? "set_aside" : "listed";
  return isReadable ? "absent" : "unknown";
}

interface Change {
  key: string;
  row: WatchedRow | undefined;
  found: ListedEntry | undefined;
  step: Step | null;
  now: Date;
}

interface StoredEvent {
  alertId: string;
  event: AlertEvent;
}

/** @returns the event, if there is one */
async function store(
  sql: TransactionSql,
  { key, row, found, step, now }: Change,
): Promise<StoredEvent | null> {
  if (!step) {
    if (row) await sql`delete from ops.alerts where alert_id = ${row.alertId}`;
    return null;
  }
  const { seen, missed, event } = step;
  const begunAt = event === "begin" ? now : null;
  const endedAt = event === "end" ? now : null;
  const entry = found && sql.json(found.entry as JSONValue);
  const [stored] = row
    ? await sql<{ alertId: string }[]>`
        update ops.alerts
        set seen = ${seen}, missed = ${missed}, begun_at = coalesce(begun_at, ${begunAt}), ended_at = ${endedAt},
            entry = coalesce(${entry ?? null}::json, entry), last_seen_at = coalesce(${found ? now : null}, last_seen_at)
        where alert_id = ${row.alertId} returning alert_id as "alertId"`
    : await sql<{ alertId: string }[]>`
        insert into ops.alerts (key, entry, seen, missed, first_seen_at, last_seen_at, begun_at)
        values (${key}, ${entry ?? null}, ${seen}, ${missed}, ${now}, ${now}, ${begunAt})
        returning alert_id as "alertId"`;
  return stored && event ? { alertId: stored.alertId, event } : null;
}

async function addMessages(
  sql: TransactionSql,
  { alertId, event }: StoredEvent,
  receivers: readonly AlertReceiver[],
  now: Date,
): Promise<void> {
  if (event === "begin")
    await sql`
      insert into ops.alert_messages (alert_id, event, receiver, created_at)
      select ${alertId}, 'begin', receiver, ${now} from unnest(${[...receivers]}::text[]) as receiver`;
  else
    await sql`
      insert into ops.alert_messages (alert_id, event, receiver, created_at)
      select alert_id, 'end', receiver, ${now} from ops.alert_messages
      where alert_id = ${alertId} and event = 'begin' and given_up_at is null`;
}
