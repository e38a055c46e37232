import { hash } from "node:crypto";
import { STATUSES, type Status } from "./job.ts";

/** The digest of one record is this many hexadecimal digits of an MD5: 48 bits, which SQL's bigint holds. */
const DIGEST_HEX_DIGITS = 12;

/** What a consumer that has everything should have: it can compute the same figures from its own copy. */
export interface Tally {
  readonly count: number;
  readonly total_contacts: number;
  readonly by_status: Record<Status, number>;
  /**
   * The sum, in decimal, over all records, of the number that the first 12 hexadecimal digits of
   * `md5(id || '|' || status || '|' || updated_at)` spell; independent of order.
   */
  readonly digest: string;
}

export interface TalliedRecord {
  readonly id: string;
  readonly status: Status;
  readonly contacts: number;
  /** As the contract writes it: `2025-11-15T14:30:00Z`. */
  readonly updatedAt: string;
}

export function tally(records: Iterable<TalliedRecord>): Tally {
  const byStatus = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  let count = 0;
  let contacts = 0;
  let digest = 0n;
  for (const record of records) {
    count++;
    contacts += record.contacts;
    byStatus[record.status]++;
    const text = `${record.id}|${record.status}|${record.updatedAt}`;
    digest += BigInt(Number.parseInt(hash("md5", text).slice(0, DIGEST_HEX_DIGITS), 16));
  }
  return { count, total_contacts: contacts, by_status: byStatus, digest: digest.toString() };
}
