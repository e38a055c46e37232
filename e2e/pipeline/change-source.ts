import type { SourceAdmin, SourceRecord } from "./source-admin.ts";

export interface SourceChanges {
  created: number;
  updated: number;
}

/**
 * Lets one second pass at a source whose clock stands still, makes the change, and counts the records that differ for it.
 *
 * A change returns the records it touched. Those differ by no more than their `updated_at`: one that has the present
 * second already stays as it was. And with the second that passes, jobs may arrive or end by themselves.
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
