import { formatTime as formatInstant } from "@enrichment-monitor/warehouse/format-time";
import Table from "cli-table3";

export const print = (text: string): void => void process.stdout.write(`${text}\n`);
export const printJson = (value: unknown): void => print(JSON.stringify(value));

export const formatCount = (count: number): string => new Intl.NumberFormat("en-US").format(count);

/** Such as "1 record" and "1,200 records". */
export const plural = (count: number, one: string, many: string): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

export const formatTime = (instant: Date | null): string => (instant === null ? "—" : formatInstant(instant));

/** Such as "3 min 12 s". */
export function formatSpan(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days ${hours % 24} h`;
}

const BARE = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};
const PLAIN = { head: [], border: [], "padding-left": 0, "padding-right": 0 };

/** A table without lines, which is also easy to cut with other tools. */
export function printTable(head: string[], rows: string[][], rightAligned: readonly string[] = []): void {
  const table = new Table({
    head,
    chars: BARE,
    style: PLAIN,
    colAligns: head.map((name) => (rightAligned.includes(name) ? "right" : "left")),
  });
  table.push(...rows);
  print(table.toString().replaceAll(/ +$/gm, ""));
}

/** Names and values, one a line. */
export function printFacts(facts: readonly (readonly [string, string])[]): void {
  const width = Math.max(...facts.map(([name]) => name.length));
  for (const [name, value] of facts) print(`${name.padEnd(width)}  ${value}`);
}
