export const FAULT_KINDS = [
  "down",
  "latency",
  "burst_limited",
  "rate_limited",
  "server_error",
  "unanswered",
  "html",
  "cut_connection",
  "cut_body",
  "duplicated",
  "touched",
  "malformed",
  "misshapen",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What `/v1` has served since the process started. */
export interface Stats {
  countRequest(): void;
  countRows(rows: number): void;
  countFault(kind: FaultKind): void;
  read(): { requests: number; rows: number; faults: Record<FaultKind, number> };
}

export function createStats(): Stats {
  let requests = 0;
  let rows = 0;
  const faults = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>;

  return {
    countRequest() {
      requests++;
    },
    countRows(served) {
      rows += served;
    },
    countFault(kind) {
      faults[kind]++;
    },
    read: () => ({ requests, rows, faults: { ...faults } }),
  };
}
