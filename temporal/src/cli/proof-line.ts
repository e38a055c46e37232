import { formatCount, plural } from "./output.ts";
import type { DifferenceKind, ProofSummary } from "./proof-summary.ts";

/** The result of a proof in one line. */
export function proofLine(proof: ProofSummary): string {
  const parts = [standing(proof), ...findings(proof)];
  const nothing = proof.verdict === "proved" && parts.length === 1 ? ["no difference found"] : [];
  const requests = proof.requests > 0 ? ` (${plural(proof.requests, "request", "requests")})` : "";
  return `${[...parts, ...nothing, ...limit(proof)].join("; ")}${requests}`;
}

const limit = ({ countsUpTo }: ProofSummary): string[] =>
  countsUpTo === null
    ? []
    : [`the source counts at most ${formatCount(countsUpTo)}, so older records are read in rotation`];

function standing(proof: ProofSummary): string {
  const counts = countsOf(proof);
  const { verdict, windowsTotal } = proof;
  switch (verdict) {
    case "proved":
      return `${counts ?? "everything"} in ${plural(windowsTotal, "window", "windows")}`;
    case "read_in_full":
      return readInFull(proof);
    case "not_countable":
      return "not by counting: the source cannot be counted by time, so its total and pages are compared instead";
    case "counting":
      return `running, ${plural(windowsTotal, "window", "windows")} counted so far`;
    case "being_checked":
      return listed([counts, beingChecked(proof)]);
  }
}

/** The counts are from before it. */
function readInFull(proof: ProofSummary): string {
  const { sourceRecords, warehouseRecords } = proof;
  const read = "a complete read compared every record";
  if (sourceRecords === null || warehouseRecords === null || sourceRecords === warehouseRecords)
    return listed([countsOf(proof), read]);
  return `${formatCount(warehouseRecords)} counted in the warehouse and ${formatCount(sourceRecords)} at the source, then ${read}`;
}

function beingChecked({ windowsTotal, windowsDiffering, recordsDiffering }: ProofSummary): string {
  if (windowsDiffering === 0) return "not proved yet, counting did not finish: the next run continues";
  const where = `${formatCount(windowsDiffering)} of ${plural(windowsTotal, "window", "windows")}`;
  const records = plural(recordsDiffering, "record", "records");
  return `${records} in ${where} still being checked: the next run continues`;
}

const countsOf = ({ sourceRecords, warehouseRecords, countsUpTo }: ProofSummary): string | null =>
  sourceRecords === null || warehouseRecords === null
    ? null
    : `${formatCount(warehouseRecords)} of ${countsUpTo === null ? "" : "the newest "}${formatCount(sourceRecords)}`;

function findings({ found, goldRepaired }: ProofSummary): string[] {
  const healed = found.map(({ kind, records }) => HEALED[kind](records)).join(", ");
  const repaired = `${plural(goldRepaired, "row", "rows")} of gold rebuilt from bronze`;
  return [healed, goldRepaired > 0 ? repaired : ""].filter((part) => part !== "");
}

const HEALED: Record<DifferenceKind, (records: number) => string> = {
  lost: (records) => `${plural(records, "missing record", "missing records")} found and read`,
  stale: (records) => `${plural(records, "outdated record", "outdated records")} found and updated`,
  rolled_back: (records) =>
    `${plural(records, "rolled-back record", "rolled-back records")} found and applied`,
  listed_twice: (records) => `${plural(records, "record", "records")} found listed more than once`,
  gone: (records) => `${plural(records, "deleted record", "deleted records")} found and removed`,
  changed: (records) =>
    `${plural(records, "record", "records")} found changed without a new updated_at, and updated`,
};

const listed = (parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null).join("; ");
