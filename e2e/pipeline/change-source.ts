import type { SourceAdmin, SourceRecord } from "./source-admin.ts";

export interface SourceChanges {
  created: number;
  updated: number;
}

/**
 * Advances the stopped clock of the source by one second, makes the change, and counts the records that differ afterwards.
 *
 * The ids that a change returns are not enough: a record that already has the current second stays unchanged, and jobs may be created or
 * finished in the second that passes.
 */
export async function changeSource(
  admin: SourceAdmin,
  change: () => Promise<unknown>,
): Promise<SourceChanges> {
  const before = await recordsById(admin);
  await admin.advanceClock(1);
  await change();
  const changes: SourceChanges = { created: 0, updated: 0 };
  for (const [id, record] of await recordsById(admin)) {
    const known = before.get(id);
    if (known === undefined) changes.created += 1;
    else if (known !== record) changes.updated += 1;
  }
  return changes;
}

async function recordsById(admin: SourceAdmin): Promise<Map<SourceRecord["id"], string>> {
  return new Map((await admin.records()).map((record) => [record.id, JSON.stringify(record)]));
}
