import { FLAWS, type Flaw } from "./flaws.ts";
import { CONTACT_TYPES, type NewJob, STATUSES, type Status } from "./job.ts";

/** The present state of every job, by job number: 18 bytes a job, so that a million jobs are one small buffer. */
export interface JobTable {
  readonly size: number;
  /** Adds a job that nobody can see yet and returns its number. */
  add(job: NewJob): number;
  read(number: number): Job;
  isPresent(number: number): boolean;
  isHidden(number: number): boolean;
  isGone(number: number): boolean;
  created(number: number): number;
  updated(number: number): number;
  /** Writes a new state; the job is present from then on, unless it is hidden. */
  write(number: number, state: JobState): void;
  /** Keeps a job, and what is written of it, out of sight until {@link unhide}. */
  hide(number: number): void;
  unhide(number: number): void;
  remove(number: number): void;
}

/** What changes in a job's life. */
export interface JobState {
  readonly status: Status;
  /** Seconds since 1970. */
  readonly updated: number;
  readonly contacts: number;
  readonly flaw: Flaw | undefined;
}

export interface Job extends NewJob, JobState {}

const ROW_BYTES = 18;
const CREATED = 0;
const UPDATED = 4;
const CONTACTS = 8;
const WORKSPACE = 12;
const CONTACT_TYPE = 14;
const STATUS = 15;
/** 0, or 1 + the flaw's place in FLAWS. */
const FLAW = 16;
const PRESENCE = 17;

const UNBORN = 0;
const PRESENT = 1;
const GONE = 2;
const HIDDEN = 3;

function nameAt<T>(names: readonly T[], code: number): T {
  const name = names[code];
  if (name === undefined) throw new Error(`No name has the code ${code}.`);
  return name;
}

export function createJobTable(expectedJobs: number): JobTable {
  let buffer = new ArrayBuffer(Math.max(expectedJobs, 1) * ROW_BYTES);
  let rows = new DataView(buffer);
  let size = 0;

  function reserveRow(): void {
    if ((size + 1) * ROW_BYTES <= buffer.byteLength) return;
    buffer = buffer.transfer(buffer.byteLength * 2);
    rows = new DataView(buffer);
  }

  function hasPresence(number: number, presence: number): boolean {
    return number < size && rows.getUint8(number * ROW_BYTES + PRESENCE) === presence;
  }

  function setPresence(number: number, presence: number): void {
    rows.setUint8(number * ROW_BYTES + PRESENCE, presence);
  }

  return {
    get size() {
      return size;
    },

    add(job) {
      reserveRow();
      const row = size * ROW_BYTES;
      rows.setUint32(row + CREATED, job.created);
      rows.setUint32(row + CONTACTS, job.contacts);
      rows.setUint16(row + WORKSPACE, job.workspace);
      rows.setUint8(row + CONTACT_TYPE, CONTACT_TYPES.indexOf(job.contactType));
      rows.setUint8(row + PRESENCE, UNBORN);
      return size++;
    },

    read(number) {
      const row = number * ROW_BYTES;
      const flaw = rows.getUint8(row + FLAW);
      return {
        created: rows.getUint32(row + CREATED),
        updated: rows.getUint32(row + UPDATED),
        contacts: rows.getUint32(row + CONTACTS),
        workspace: rows.getUint16(row + WORKSPACE),
        contactType: nameAt(CONTACT_TYPES, rows.getUint8(row + CONTACT_TYPE)),
        status: nameAt(STATUSES, rows.getUint8(row + STATUS)),
        flaw: flaw === 0 ? undefined : nameAt(FLAWS, flaw - 1),
      };
    },

    isPresent: (number) => hasPresence(number, PRESENT),
    isHidden: (number) => hasPresence(number, HIDDEN),
    isGone: (number) => hasPresence(number, GONE),
    created: (number) => rows.getUint32(number * ROW_BYTES + CREATED),
    updated: (number) => rows.getUint32(number * ROW_BYTES + UPDATED),

    write(number, state) {
      const row = number * ROW_BYTES;
      rows.setUint32(row + UPDATED, state.updated);
      rows.setUint32(row + CONTACTS, state.contacts);
      rows.setUint8(row + STATUS, STATUSES.indexOf(state.status));
      rows.setUint8(row + FLAW, state.flaw === undefined ? 0 : FLAWS.indexOf(state.flaw) + 1);
      if (!hasPresence(number, HIDDEN)) setPresence(number, PRESENT);
    },

    hide: (number) => setPresence(number, HIDDEN),
    unhide: (number) => setPresence(number, PRESENT),
    remove: (number) => setPresence(number, GONE),
  };
}
