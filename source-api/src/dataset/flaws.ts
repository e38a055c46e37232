/** The ways in which a stored record can be malformed: one for each rule that a consumer should reject by. */
export const FLAWS = [
  "bad_uuid",
  "blank_name",
  "negative_contacts",
  "fractional_contacts",
  "unknown_contact_type",
  "unknown_status",
  "unreadable_timestamp",
  "updated_before_created",
  "updated_in_future",
  "long_name",
] as const;
export type Flaw = (typeof FLAWS)[number];

/** How far ahead `updated_in_future` lies: more than the one day that consumers tolerate. */
export const FUTURE_SECONDS = 2 * 86_400;

/** The id that is served for a job: one digit short when the id is what is wrong. */
export function servedId(uuid: string, flaw: Flaw | undefined): string {
  return flaw === "bad_uuid" ? uuid.slice(0, -1) : uuid;
}
