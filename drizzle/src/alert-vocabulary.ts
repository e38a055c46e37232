// Separate from the tables, so that programs can import the values without drizzle-orm.

export const alertEvents = ["begin", "end"] as const;
export type AlertEvent = (typeof alertEvents)[number];

/** The kinds of receivers; there is at most one of each. */
export const alertReceivers = ["webhook", "slack", "email"] as const;
export type AlertReceiver = (typeof alertReceivers)[number];
