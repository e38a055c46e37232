import { describe, expect, it } from "vitest";
import type { ProofWindow } from "./pipeline.ts";
import {
  fieldKind,
  hasEnded,
  proofStrip,
  refusedValue,
  type SourceField,
  unexpectedFirst,
} from "./quality.ts";

function windows(...verdicts: ProofWindow["verdict"][]): ProofWindow[] {
  return verdicts.map((verdict, index) => ({
    window_no: index + 1,
    origin: "boundary",
    from_at: index === 0 ? null : `2026-11-${String(index).padStart(2, "0")}T00:00:00.000Z`,
    to_at:
      index + 1 === verdicts.length ? null : `2026-11-${String(index + 1).padStart(2, "0")}T00:00:00.000Z`,
    source_records: 10,
    warehouse_records: verdict === "differs" ? 11 : 10,
    verdict,
    counted_at: "2026-11-27T12:00:00.000Z",
  }));
}

describe("proofStrip", () => {
  it("has a part for each of a few windows, and none for windows that are read in rotation", () => {
    const [scrubbed] = windows("equal");
    const parts = proofStrip([
      ...windows("equal", "equal", "healed"),
      ...(scrubbed ? [{ ...scrubbed, origin: "scrub" as const }] : []),
    ]);
    expect(parts.map(({ windows, verdict }) => [windows, verdict])).toEqual([
      [[1], "equal"],
      [[2], "equal"],
      [[3], "healed"],
    ]);
  });

  it("joins equal neighbours of many windows, and loses no record", () => {
    const many = windows(
      ...Array.from({ length: 12 }, () => "equal" as const),
      "differs",
      "healed",
      ...Array.from({ length: 5 }, () => "equal" as const),
    );
    const parts = proofStrip(many);
    expect(parts.map(({ windows, verdict, source }) => [windows.length, verdict, source])).toEqual([
      [12, "equal", 120],
      [1, "differs", 10],
      [1, "healed", 10],
      [5, "equal", 50],
    ]);
    expect(parts.map(({ from, to }) => [from, to])).toEqual([
      [null, many[11]?.to_at],
      [many[12]?.from_at, many[12]?.to_at],
      [many[13]?.from_at, many[13]?.to_at],
      [many[14]?.from_at, null],
    ]);
    expect(parts.reduce((sum, { warehouse }) => sum + warehouse, 0)).toBe(191);
  });
});

const seen = (
  field: string,
  json_type: string,
  expected: boolean,
  day = 1,
  records_since: number | null = 0,
): SourceField => ({
  field,
  json_type,
  expected,
  first_seen_at: `2026-11-0${day}T00:00:00.000Z`,
  first_seen_run_id: null,
  first_seen_run_number: null,
  last_seen_at: `2026-11-0${day}T00:00:00.000Z`,
  last_seen_run_id: null,
  last_seen_run_number: null,
  records_since,
  example: null,
});

describe("the fields of the source", () => {
  const fields = [
    seen("status", "string", true),
    seen("status", "null", false, 2),
    seen("status", "absent", false, 3),
    seen("channel", "string", false, 4),
  ];

  it("are agreed, of another type, missing or new", () => {
    expect(fields.map((field) => fieldKind(field, fields))).toEqual([
      "agreed",
      "other_type",
      "missing",
      "new",
    ]);
  });

  it("are listed with the newest deviation first, and those that have ended last", () => {
    const ended = seen("score", "number", false, 5, 120);
    expect(
      unexpectedFirst([ended, ...fields]).map(({ field, json_type }) => `${field} ${json_type}`),
    ).toEqual(["channel string", "status absent", "status null", "score number", "status string"]);
  });

  it.each([
    [null, false],
    [0, false],
    [1, true],
  ])("with %s records since have ended: %s", (records_since, ended) => {
    expect(hasEnded(seen("score", "number", false, 1, records_since))).toBe(ended);
  });
});

describe("refusedValue", () => {
  it.each([
    ['{"total_contacts":-5}', "-5"],
    ['{"total_contacts":"many"}', '"many"'],
    [`{"total_contacts":"${"9".repeat(99)}"}`, `"${"9".repeat(59)}…`],
    ["{}", undefined],
    ["[1]", undefined],
    ["null", undefined],
    ["{", undefined],
  ])("of %s is %s", (payload, value) => {
    expect(refusedValue({ payload, field: "total_contacts" })).toBe(value);
  });
});
