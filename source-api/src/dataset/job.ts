export const STATUSES = ["PROCESSING", "COMPLETED", "FAILED", "CANCELED"] as const;
export type Status = (typeof STATUSES)[number];

export const CONTACT_TYPES = ["PERSON", "COMPANY"] as const;
export type ContactType = (typeof CONTACT_TYPES)[number];

/** What a job is from birth on. */
export interface NewJob {
  /** Seconds since 1970. */
  readonly created: number;
  readonly workspace: number;
  readonly contacts: number;
  readonly contactType: ContactType;
}
