import Table from "cli-table3";
import { CHANGES, type Measurements } from "./measure-pipeline.ts";

/** What an idle run needs: docs/performance.md derives both. */
const IDLE_ACTIONS = 13;
const IDLE_TABLES: readonly string[] = [
  "ops.runs",
  "ops.slices",
  "ops.findings",
  "bronze.fetches",
  "ops.proofs",
  "ops.proof_windows",
  "ops.sightings",
];

/** A row of the table: a figure for each size, and its goal. */
interface Line {
  readonly name: string;
  readonly goal?: string;
  readonly isKept?: (measured: Measurements) => boolean;
  readonly show: (measured: Measurements) => string;
}

export interface Report {
  readonly table: string;
  readonly allKept: boolean;
}

/** @param all in ascending order of the number of records */
export function report(all: readonly Measurements[]): Report {
  const lines = describe(all);
  const allKept = lines.every(({ isKept }) => !isKept || all.every(isKept));
  const table = new Table({
    head: ["records at the source", ...all.map(({ records }) => whole(records)), "goal", ""],
    style: { head: [], border: [] },
    colAligns: ["left", ...all.map(() => "right" as const), "left", "left"],
  });
  for (const line of lines)
    table.push([line.name, ...all.map(line.show), line.goal ?? "", verdict(line, all)]);
  return { table: table.toString(), allKept };
}

function verdict({ isKept }: Line, all: readonly Measurements[]): string {
  if (!isKept) return "";
  const missed = all.filter((measured) => !isKept(measured)).map(({ records }) => whole(records));
  return missed.length === 0 ? "kept" : `MISSED at ${missed.join(", ")}`;
}

function describe(all: readonly Measurements[]): Line[] {
  const smallest = all[0];
  const incrementalRatio = ({ incremental }: Measurements) =>
    smallest ? incremental.seconds / smallest.incremental.seconds : Number.NaN;
  return [
    { name: "load average before", show: ({ loadBefore }) => loadBefore.toFixed(2) },
    { name: "lean floor, s", show: ({ leanFloor }) => leanFloor.seconds.toFixed(2) },
    { name: "floor, s", show: ({ floor }) => floor.seconds.toFixed(2) },
    { name: "floor, WAL bytes/record", show: (m) => whole(m.floor.walBytes / m.records) },
    { name: "first load, s", show: ({ firstLoad }) => firstLoad.run.seconds.toFixed(2) },
    { name: "  records/s", show: (m) => whole(m.records / m.firstLoad.run.seconds) },
    {
      name: "  speed / floor's speed",
      goal: "≥ 0.8",
      isKept: (m) => floorShare(m) >= 0.8,
      show: (m) => floorShare(m).toFixed(2),
    },
    {
      name: "  time / lean floor's time",
      goal: "≤ 2.5",
      isKept: (m) => leanFloorRatio(m) <= 2.5,
      show: (m) => leanFloorRatio(m).toFixed(2),
    },
    {
      name: "  worker's peak memory, MB",
      goal: "< 400",
      isKept: ({ memoryMb }) => memoryMb.loading < 400,
      show: ({ memoryMb }) => whole(memoryMb.loading),
    },
    {
      name: "  while starting, MB",
      goal: "< 400",
      isKept: ({ memoryMb }) => memoryMb.starting < 400,
      show: ({ memoryMb }) => whole(memoryMb.starting),
    },
    { name: "  requests/1,000 records", show: (m) => (requestsOf(m) / (m.records / 1_000)).toFixed(2) },
    { name: "  WAL bytes/record", show: (m) => whole(m.firstLoad.walBytes / m.records) },
    {
      name: "  Temporal actions",
      goal: "≤ 1 per 1,000 records",
      isKept: (m) => actionsOf(m.firstLoad.run) <= m.records / 1_000,
      show: ({ firstLoad }) => showActions(firstLoad.run),
    },
    { name: "  history events", show: ({ firstLoad }) => showEvents(firstLoad.run) },
    { name: `incremental, ${whole(CHANGES)} changes, s`, show: (m) => m.incremental.seconds.toFixed(2) },
    { name: "  new versions", show: ({ incremental }) => whole(incremental.summary.versionsWritten) },
    { name: "  requests", show: ({ incremental }) => whole(incremental.summary.requests) },
    { name: "  Temporal actions", show: ({ incremental }) => showActions(incremental) },
    {
      name: "  time / smallest source's time",
      goal: "0.7 to 1.3",
      isKept: (m) => incrementalRatio(m) >= 0.7 && incrementalRatio(m) <= 1.3,
      show: (m) => incrementalRatio(m).toFixed(2),
    },
    { name: "idle run, s", show: ({ idle }) => idle.run.seconds.toFixed(2) },
    { name: "  requests", show: ({ idle }) => whole(idle.run.summary.requests) },
    {
      name: "  Temporal actions",
      goal: `≤ ${IDLE_ACTIONS}`,
      isKept: ({ idle }) => actionsOf(idle.run) <= IDLE_ACTIONS,
      show: ({ idle }) => showActions(idle.run),
    },
    {
      name: "  rows written",
      goal: "only the ledger's and the proof's",
      isKept: ({ idle }) => [...idle.rowsWritten.keys()].every((table) => IDLE_TABLES.includes(table)),
      show: ({ idle }) => [...idle.rowsWritten].map(([table, rows]) => `${table} ${rows}`).join("\n"),
    },
    { name: "transform alone, s", show: ({ transform }) => transform.seconds.toFixed(2) },
    { name: "  versions/s", show: ({ transform }) => whole(transform.versions / transform.seconds) },
  ];
}

const floorShare = ({ floor, firstLoad }: Measurements): number => floor.seconds / firstLoad.run.seconds;

const leanFloorRatio = ({ leanFloor, firstLoad }: Measurements): number =>
  firstLoad.run.seconds / leanFloor.seconds;

const requestsOf = ({ firstLoad }: Measurements): number => firstLoad.run.summary.requests;

const actionsOf = ({ actions }: Measurements["incremental"]): number =>
  actions.inHistories + actions.heartbeats;

function showActions(run: Measurements["incremental"]): string {
  return `${actionsOf(run)} (${run.actions.heartbeats} heartbeats)`;
}

function showEvents({ events }: Measurements["incremental"]): string {
  return Object.entries(events)
    .map(([type, count]) => `${type} ${count}`)
    .join("\n");
}

const whole = (figure: number): string => figure.toLocaleString("en", { maximumFractionDigits: 0 });
