import { stringify } from "csv-stringify/browser/esm/sync";
import { DateTime } from "luxon";
import type { CsvProfile } from "../csv/csv-profile.ts";
import type { Zone } from "../format.ts";

export type Cell = string | number | null;

/** What the API's exports have, too; with a byte order mark in both, as a spreadsheet opens the file. */
const common = {
  bom: true,
  record_delimiter: "windows",
  quote_record_delimiter: true,
  escape_formulas: true,
} as const;

/** A CSV file of these rows, in a profile of the API's exports. */
export const chartCsv = (rows: readonly (readonly Cell[])[], profile: CsvProfile): string =>
  stringify(
    rows.map((row) => [...row]),
    profile === "padrao"
      ? common
      : { ...common, delimiter: ";", cast: { number: (value) => String(value).replace(".", ",") } },
  );

/** The rows of a table: a `<data>` is a number, a `<time>` an instant in `zone`, and the unit of a column is in its heading. */
export function readTable(table: HTMLTableElement, profile: CsvProfile, zone: Zone): Cell[][] {
  return [...table.rows].map((row) => [...row.cells].map((cell) => readCell(cell, profile, zone)));
}

function readCell(cell: HTMLTableCellElement, profile: CsvProfile, zone: Zone): Cell {
  const number = cell.querySelector("data");
  if (number) return number.value === "" ? null : Number(number.value);
  const copy = cell.cloneNode(true) as HTMLTableCellElement;
  for (const time of copy.querySelectorAll("time"))
    time.textContent = writeInstant(time.dateTime, profile, zone);
  const text = copy.textContent.trim().replaceAll(/\s+/g, " ");
  if (text === "–") return null;
  return cell.dataset.unit ? `${text} (${cell.dataset.unit})` : text;
}

export function writeInstant(iso: string, profile: CsvProfile, zone: Zone): string {
  const time = DateTime.fromISO(iso, { zone });
  const written =
    profile === "padrao" ? time.toISO({ suppressMilliseconds: true }) : time.toFormat("dd/MM/yyyy HH:mm:ss");
  return written ?? iso;
}
