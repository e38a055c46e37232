import Table from "cli-table3";
import type { Report } from "../pipeline/report.ts";
import { DIFFERENCES, type Difference, type ProofMeasurements, type Repair } from "./measure-proof.ts";
import type { ProvedRun } from "./read-proved-run.ts";

/** The goals at the largest source. */
const IDLE_SECONDS = 0.5;
const IDLE_REQUESTS = 10;
const ONE_LOST_REQUESTS = 45;

/** A row of the table: a figure for each size, and its goal. */
interface Line {
  readonly name: string;
  readonly goal?: string;
  readonly isKept?: (measured: ProofMeasurements) => boolean;
  readonly show: (measured: ProofMeasurements) => string;
}

/** @param all in ascending order of the number of records */
export function reportProof(all: readonly ProofMeasurements[]): Report {
  const table = new Table({
    head: ["records at the source", ...all.map(({ records }) => whole(records)), "goal", ""],
    style: { head: [], border: [] },
    colAligns: ["left", ...all.map(() => "right" as const), "left", "left"],
  });
  const lines = describe();
  for (const line of lines)
    table.push([line.name, ...all.map(line.show), line.goal ?? "", verdict(line, all)]);
  return { table: table.toString(), allKept: lines.every(({ isKept }) => !isKept || all.every(isKept)) };
}

function verdict({ isKept }: Line, all: readonly ProofMeasurements[]): string {
  if (!isKept) return "";
  const missed = all.filter((measured) => !isKept(measured)).map(({ records }) => whole(records));
  return missed.length === 0 ? "kept" : `MISSED at ${missed.join(", ")}`;
}

function describe(): Line[] {
  const idleSeconds = ({ idle }: ProofMeasurements) => median(idle.map(({ proof }) => proof.seconds));
  const idleRequests = ({ idle }: ProofMeasurements) => most(idle.map(({ proof }) => proof.requests));
  return [
    { name: "load average before", show: ({ loadBefore }) => loadBefore.toFixed(2) },
    { name: "first load, s", show: ({ firstLoadSeconds }) => firstLoadSeconds.toFixed(2) },
    { name: "first proof after it, s", show: ({ afterLoad }) => afterLoad.proof.seconds.toFixed(2) },
    {
      name: "idle proof, median s",
      goal: `≤ ${IDLE_SECONDS}`,
      isKept: (m) => idleSeconds(m) <= IDLE_SECONDS,
      show: (m) => idleSeconds(m).toFixed(2),
    },
    {
      name: "  slowest s",
      show: ({ idle }) => most(idle.map(({ proof }) => proof.seconds)).toFixed(2),
    },
    {
      name: "  requests, most",
      goal: `≤ ${IDLE_REQUESTS}`,
      isKept: (m) => idleRequests(m) <= IDLE_REQUESTS,
      show: (m) => whole(idleRequests(m)),
    },
    {
      name: "  whole run, median s; requests",
      show: ({ idle }) =>
        `${median(idle.map(({ run }) => run.seconds)).toFixed(2)}; ${most(idle.map(({ run }) => run.requests))}`,
    },
    ...DIFFERENCES.flatMap(linesOf),
    {
      name: "full read, s; requests",
      show: ({ fullRead }) => `${fullRead.seconds.toFixed(2)}; ${whole(fullRead.requests)}`,
    },
  ];
}

function linesOf({ kind, differences }: Difference): Line[] {
  const of = ({ repairs }: ProofMeasurements) =>
    repairs.filter((repair) => repair.kind === kind && repair.differences === differences);
  const requests = (m: ProofMeasurements) => of(m).map(sumOf(requestsOf));
  const seconds = (m: ProofMeasurements) => of(m).map(sumOf(({ proof }) => proof.seconds));
  const hasGoal = kind === "lost" && differences === 1;
  return [
    {
      name: `${differences} ${kind}, requests: median, most`,
      ...(hasGoal && {
        goal: `≤ ${ONE_LOST_REQUESTS}`,
        isKept: (m: ProofMeasurements) => most(requests(m)) <= ONE_LOST_REQUESTS,
      }),
      show: (m) => `${whole(median(requests(m)))}, ${whole(most(requests(m)))}`,
    },
    {
      name: "  s: median, most",
      show: (m) => `${median(seconds(m)).toFixed(2)}, ${most(seconds(m)).toFixed(2)}`,
    },
    { name: "  runs: verdict (differences found)", show: (m) => showRuns(of(m)) },
  ];
}

/** Includes the complete read, if there was one. */
const requestsOf = ({ verdict: ended, proof, run }: ProvedRun): number =>
  ended === "read_in_full" ? run.requests : proof.requests;

const sumOf =
  (figure: (run: ProvedRun) => number) =>
  ({ runs }: Repair): number =>
    runs.reduce((sum, run) => sum + figure(run), 0);

function showRuns(repairs: readonly Repair[]): string {
  const longest = repairs.toSorted((a, b) => b.runs.length - a.runs.length)[0];
  return longest?.runs.map(({ verdict: ended, found }) => `${ended} (${found})`).join("\n") ?? "";
}

const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;

const most = (figures: readonly number[]): number => Math.max(...figures);

const whole = (figure: number): string => figure.toLocaleString("en", { maximumFractionDigits: 0 });
