/** A record as a tiny source holds it. */
export interface TinyRecord {
  /** The text that is sent, valid or not. */
  json: string | Buffer;
  /** The source orders by these times, in milliseconds since 1970. */
  created: number;
  updated: number;
}

type Fields = Record<string, unknown>;

const BEGINNING = Date.parse("2025-06-10T12:00:00Z");

/** The instant this many seconds after the creation of job 0. */
export const instant = (seconds: number): string =>
  `${new Date(secondsOn(seconds)).toISOString().slice(0, 19)}Z`;

const secondsOn = (seconds: number): number => BEGINNING + seconds * 1_000;

export const idOf = (number: number): string =>
  `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;

const ZONED = /(Z|[+-]\d\d:?\d\d)$/;

/** The sort key of a time. A time without a zone counts as UTC, an invalid one as `otherwise`. */
function order(time: unknown, otherwise: number): number {
  const parsed = typeof time === "string" ? Date.parse(ZONED.test(time) ? time : `${time}Z`) : Number.NaN;
  return Number.isNaN(parsed) ? otherwise : parsed;
}

/** A valid job. Each is created a second after the previous one, and updated a minute later. */
export function fieldsOf(number: number): Fields {
  return {
    id: idOf(number),
    id_workspace: "e6bb64bf-46e4-410d-8406-c61e267ea607",
    workspace_name: "Tech Solutions Corp",
    total_contacts: 1500,
    contact_type: "COMPANY",
    status: "COMPLETED",
    created_at: instant(number),
    updated_at: instant(number + 60),
  };
}

export function job(number: number, changes: Fields = {}): TinyRecord {
  const fields = { ...fieldsOf(number), ...changes };
  return {
    json: JSON.stringify(fields),
    created: order(fields.created_at, secondsOn(number)),
    updated: order(fields.updated_at, secondsOn(number + 60)),
  };
}

export const jobs = (count: number, changes: (number: number) => Fields = () => ({})): TinyRecord[] =>
  Array.from({ length: count }, (_, number) => job(number, changes(number)));

/** A job with any text or bytes. */
export function rawJob(number: number, write: (json: string) => string | Buffer): TinyRecord {
  const record = job(number);
  return { ...record, json: write(String(record.json)) };
}

/** Replaces the first records. */
export const replacing = (records: readonly TinyRecord[], ...first: TinyRecord[]): TinyRecord[] => [
  ...first,
  ...records.slice(first.length),
];
