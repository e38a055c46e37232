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
] as const;
export type Flaw = (typeof FLAWS)[number];
